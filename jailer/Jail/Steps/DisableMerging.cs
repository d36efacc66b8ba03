using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Keeps the host from merging the monitor's memory with equal pages of others: who can time a write could tell what others hold.</summary>
internal sealed class DisableMerging : IJailStep
{
    /// <inheritdoc/>
    public string Description => "keep all memory from being merged with other processes' (KSM)";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        // Older kernels merge only what a process itself offers, which the monitor does not.
        if (ProcessControl.DisableMerging() is { } error && error.Errno != Errno.EINVAL)
        {
            throw new LinuxException(error);
        }
    }
}
