using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Leaves the monitor the caller's descriptor for life-cycle events.</summary>
internal sealed class HandOverEvents : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"leave open descriptor {InheritedDescriptors.Events}, for the monitor's events";

    /// <inheritdoc/>
    public void Apply(JailState state) => DescriptorTable.PrepareKeeping(state.LastCalls, InheritedDescriptors.Events);
}
