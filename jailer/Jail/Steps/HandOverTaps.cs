using System.Linq;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Empties the taps' queues, and leaves the taps open for the monitor. What the host sent until now was sent to nobody: the guest must not find it.
/// </summary>
internal sealed class HandOverTaps(IReadOnlyList<TapRequest> taps) : IJailStep
{
    // A queue holds 500 frames, or what the operator set (txqueuelen); a host that sends without end must not hold up the start.
    private const int MostFrames = 20_000;

    /// <inheritdoc/>
    public string Description =>
        $"empty the {(taps.Count == 1 ? "queue of the tap" : "queues of the taps")} {string.Join(", ", taps.Select(tap => tap.Name))}; leave open {Range(taps)}";

    /// <summary>The taps' descriptors, as text.</summary>
    internal static string Range(IReadOnlyList<TapRequest> taps) =>
        taps.Count == 1 ? $"descriptor {taps[0].Number}" : $"descriptors {taps[0].Number} to {taps[^1].Number}";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        foreach (TapRequest tap in taps)
        {
            Descriptor descriptor = new(tap.Number);
            Empty(descriptor);
            DescriptorTable.Place(descriptor, tap.Number);
        }
    }

    // A read takes a whole frame, however little of it fits.
    private static void Empty(Descriptor tap)
    {
        Span<byte> start = stackalloc byte[64];
        for (int frames = 0; frames < MostFrames && !tap.Read(start).Failed; frames++)
        {
            // The frame is dropped.
        }
    }
}
