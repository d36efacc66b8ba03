using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Leaves the monitor standard input, output and error, and the filter set where there is one. Prepared: what the jailer itself still holds,
/// execve closes.
/// </summary>
/// <param name="spec">The jail.</param>
internal sealed class CloseDescriptors(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"let execve close all descriptors above {Last}";

    private int Last => spec.Filters is null ? Descriptor.StandardError.Number : PlaceFilterSet.Number;

    /// <inheritdoc/>
    public void Apply(JailState state) => DescriptorTable.PrepareClosing(state.LastCalls, Last + 1);
}
