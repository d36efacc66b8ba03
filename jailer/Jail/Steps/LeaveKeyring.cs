using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Leaves the caller's session keyring, whose keys the monitor would possess regardless of its uid.</summary>
internal sealed class LeaveKeyring : IJailStep
{
    /// <inheritdoc/>
    public string Description => "join a new, empty session keyring";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // A kernel built without keyrings has none to leave.
        if (Keyring.LeaveSession() is { } error && error.Errno != Errno.ENOSYS)
        {
            throw new LinuxException(error);
        }
    }
}
