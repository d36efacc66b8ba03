using Kiln.Linux;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Sets the limits that the monitor lives in.</summary>
internal sealed class SetLimits : IJailStep
{
    // Firecracker's default: a machine with every device open stays far below.
    private const ulong Descriptors = 2048;

    // The runtime gives its own thread a stack of this limit and touches none of it; 8 MiB would count as the monitor's memory.
    private const ulong StackBytes = 256 * 1024;

    /// <inheritdoc/>
    public string Description => $"limit descriptors to {Descriptors}, the stack to {StackBytes >> 10} KiB, core dumps to none";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        ResourceLimit.Set(Resource.RLIMIT_NOFILE, Descriptors);
        ResourceLimit.Set(Resource.RLIMIT_STACK, StackBytes);
        ResourceLimit.Set(Resource.RLIMIT_CORE, 0);
    }
}
