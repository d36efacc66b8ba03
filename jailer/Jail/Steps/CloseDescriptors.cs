using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Prepares to leave the monitor only standard input, output and error, and the filter set and the taps if there are any. The jailer's other
/// descriptors are closed by execve.
/// </summary>
internal sealed class CloseDescriptors(JailSpec spec) : IJailStep
{
    /// <inheritdoc/>
    public string Description => $"let execve close all descriptors above {Last}{(spec.Taps.Count == 0 ? "" : $", but {HandOverTaps.Range(spec.Taps)}")}";

    private int Last => spec.Filters is null ? Descriptor.StandardError.Number : PlaceFilterSet.Number;

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        if (spec.Taps.Count == 0)
        {
            DescriptorTable.PrepareClosing(state.LastCalls, Last + 1);
            return;
        }
        DescriptorTable.PrepareClosing(state.LastCalls, Last + 1, (uint)spec.Taps[0].Number - 1);
        DescriptorTable.PrepareClosing(state.LastCalls, spec.Taps[^1].Number + 1);
    }
}
