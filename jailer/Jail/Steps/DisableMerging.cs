using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Keeps the host from merging the monitor's pages with equal ones (KSM): timing a write would reveal what others hold.</summary>
internal sealed class DisableMerging : IJailStep
{
    /// <inheritdoc/>
    public string Description => "keep all memory from being merged with other processes' (KSM)";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Older kernels merge only pages that a process offers by madvise, which the monitor does not.
        if (ProcessControl.DisableMerging() is { } error && error.Errno != Errno.EINVAL)
        {
            throw new LinuxException(error);
        }
    }
}
