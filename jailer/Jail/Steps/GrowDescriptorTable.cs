using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Prepares a private descriptor table with enough room from the start. Growing it takes microseconds while the process has one thread; later,
/// with several threads, each doubling beyond 64 descriptors waits some ten milliseconds for an RCU grace period.
/// </summary>
internal sealed class GrowDescriptorTable(JailSpec spec) : IJailStep
{
    // Also in the monitor's DescriptorNumbers. An operator may set a higher limit; the table then grows on use.
    private const ulong Room = 2048;

    // Room in every new table.
    private const ulong Least = 64;

    /// <inheritdoc/>
    public string Description => Highest is { } highest
        ? $"unshare the descriptor table and make room in it up to descriptor {highest}"
        : "leave the descriptor table as small as its limit";

    private int? Highest => Math.Min(SetLimits.OfDescriptors(spec), Room) is > Least and var room ? (int)room - 1 : null;

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        if (Highest is { } highest)
        {
            DescriptorTable.PrepareGrowing(state.LastCalls, highest);
        }
    }
}
