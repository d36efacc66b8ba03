using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Leaves the caller's session keyring, whose keys the monitor would possess regardless of its uid. Containers' filters refuse the call: then the
/// monitor's own filters, which let it through for nobody, are what keeps the keys.
/// </summary>
internal sealed class LeaveKeyring : IJailStep
{
    /// <inheritdoc/>
    public string Description => "join a new, empty session keyring";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // A kernel built without keyrings has none to leave, and a filter's answer may look like that, too.
        if (Keyring.LeaveSession() is not { } error || error.Errno == Errno.ENOSYS)
        {
            return;
        }
        if (error.Errno != Errno.EPERM && error.Errno != Errno.EACCES)
        {
            throw new LinuxException(error);
        }
        state.Warn($"the jail stays in the caller's session keyring ({error}): a filter around the jailer refuses to leave it; without filters of its own the monitor could use those keys");
    }
}
