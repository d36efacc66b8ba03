using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>Constant answers.</summary>
internal static class FixedAnswers
{
    private static readonly byte[] _continue = Make("100 "u8, "Connection: keep-alive\r\n\r\n"u8);

    private static readonly byte[] _tooMany =
        Make("503"u8, "Connection: close\r\nContent-Length: 40\r\n\r\n{ \"error\": \"Too many open connections\" }"u8);

    private static readonly byte[] _noRoom = Make(
        "400 "u8,
        "Connection: keep-alive\r\nContent-Type: application/json\r\nContent-Length: 129\r\n\r\n"u8
        + "{\"fault_message\":\"Answers that nobody reads leave no room for this one; at most 1048576 bytes are held: read them, or try again\"}"u8);

    /// <summary>100 Continue, which a client waits for before it sends a body.</summary>
    internal static ReadOnlySpan<byte> Continue => _continue;

    /// <summary>
    /// 503 for a client beyond the connection limit; without a space after the status and without a content type, as in the contract.
    /// </summary>
    internal static ReadOnlySpan<byte> TooMany => _tooMany;

    /// <summary>400 in place of an answer that <see cref="HeldAnswers"/> has no room for.</summary>
    internal static ReadOnlySpan<byte> NoRoom => _noRoom;

    private static byte[] Make(ReadOnlySpan<byte> status, ReadOnlySpan<byte> rest) =>
        [.. "HTTP/1.1 "u8, .. status, .. "\r\nServer: "u8, .. Identity.Current.Server, .. "\r\n"u8, .. rest];
}
