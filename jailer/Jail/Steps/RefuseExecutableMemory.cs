using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Has the kernel refuse memory that is writable and executable, or becomes executable after it was writable. The monitor is compiled ahead of time and
/// never needs it; another program may, and decides by its profiles.
/// </summary>
internal sealed class RefuseExecutableMemory : IJailStep
{
    /// <inheritdoc/>
    public string Description => "refuse executable memory that is or was writable";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Older kernels leave it to the filters.
        if (ProcessControl.RefuseExecutableMemory() is { } error && error.Errno != Errno.EINVAL)
        {
            throw new LinuxException(error);
        }
    }
}
