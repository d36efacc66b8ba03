using System.Buffers.Text;
using System.Text;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>The two lines by which a program of the host gets a connection: it says <c>CONNECT port</c>, and reads <c>OK port</c>.</summary>
internal static class HandshakeText
{
    /// <summary>The longest request: what is longer is read as if it ended there, as in Firecracker.</summary>
    internal const int LongestRequest = 32;

    /// <summary>The shortest request: no byte behind it is read together with it, since it may be the first of the program's data.</summary>
    internal const int ShortestRequest = 10;

    /// <summary>The longest answer: "OK ", a port, a line feed.</summary>
    internal const int LongestAnswer = 14;

    /// <summary>Reads a request, with or without its line feed.</summary>
    /// <param name="line">Untrusted.</param>
    /// <param name="port">The port of the guest.</param>
    internal static bool TryRead(ReadOnlySpan<byte> line, out uint port)
    {
        port = 0;
        ReadOnlySpan<byte> keyword = TakeWord(ref line);
        ReadOnlySpan<byte> number = TakeWord(ref line);
        number = number is [(byte)'+', _, ..] ? number[1..] : number;
        return Ascii.EqualsIgnoreCase(keyword, "CONNECT"u8)
            && Utf8Parser.TryParse(number, out port, out int length) && length == number.Length;
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="answer">Holds <see cref="LongestAnswer"/> bytes.</param>
    /// <param name="port">The host's port of the connection.</param>
    /// <returns>Its length.</returns>
    internal static int Write(Span<byte> answer, uint port)
    {
        "OK "u8.CopyTo(answer);
        Utf8Formatter.TryFormat(port, answer[3..], out int digits);
        answer[3 + digits] = (byte)'\n';
        return 4 + digits;
    }

    // White space of ASCII.
    private static bool IsBlank(byte character) => character is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    private static ReadOnlySpan<byte> TakeWord(ref ReadOnlySpan<byte> line)
    {
        int start = 0;
        while (start < line.Length && IsBlank(line[start]))
        {
            start++;
        }
        int end = start;
        while (end < line.Length && !IsBlank(line[end]))
        {
            end++;
        }
        ReadOnlySpan<byte> word = line[start..end];
        line = line[end..];
        return word;
    }
}
