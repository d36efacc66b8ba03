namespace Kiln.Benchmarks.Networks;

/// <param name="Direction">"send" or "receive", as the guest sees it.</param>
/// <param name="Length">The length of a frame; one that is longer than the MTU is a segment of TCP that nobody has to cut.</param>
/// <param name="Depth">The number of frames in flight; of what is received, the frames that wait in the tap at first.</param>
internal sealed record NetworkRow(string Direction, int Length, int Depth)
{
    // The most bytes of a segment that the kernel does not cut for any interface.
    private const int LongSegment = 65_535;

    internal static IReadOnlyList<NetworkRow> All { get; } =
    [
        new("send", 64, 256),
        new("send", 1514, 256),
        new("send", LongSegment, 256),
        new("send", 64, 1),
        new("send", 1514, 1),
        new("receive", 64, 50_000),
        new("receive", 1514, 50_000),
        new("receive", LongSegment, 3_000),
    ];

    internal bool IsSending => Direction == "send";

    internal bool IsLong => Length > 1514;

    /// <summary>The name in figures.</summary>
    internal string Name => $"network, {Direction} {Length:N0} bytes{(Depth == 1 ? ", one frame a doorbell" : "")}";

    /// <summary>The words of the guest's command line. Whatever the length, the guest takes long frames, as operating systems do.</summary>
    internal string Words => IsSending ? $"mode=send length={Length} depth={Depth}" : $"mode=receive frames={Depth} long=on";
}
