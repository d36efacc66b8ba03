namespace Kiln.Benchmarks.Sockets;

/// <param name="IsSending">Whether the guest sends, or the host.</param>
/// <param name="Length">Bytes of each packet of the guest, or of each write of the host's program.</param>
internal sealed record SocketRow(bool IsSending, int Length)
{
    internal static IReadOnlyList<SocketRow> All { get; } =
        [new(true, 64), new(true, 4096), new(true, 65536), new(false, 64), new(false, 4096), new(false, 65536)];

    /// <summary>The name in figures.</summary>
    internal string Name => $"vsock, guest {(IsSending ? "to host" : "from host")}, {Length:N0} bytes";

    /// <summary>The words of the guest's command line.</summary>
    internal string Words => $"mode={(IsSending ? "send" : "receive")} length={Length} to={SocketRun.Port}";
}
