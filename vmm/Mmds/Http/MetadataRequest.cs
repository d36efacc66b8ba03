using System.Text.Unicode;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>A request of the guest. Its parts lie where it was received.</summary>
internal ref struct MetadataRequest
{
    private RequestLine _line;
    private RequestHeaders _headers;

    internal readonly RequestLine Line => _line;

    internal readonly RequestHeaders Headers => _headers;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Parses a request.</summary>
    /// <param name="text">The request to its end, as <see cref="RequestEnd"/> finds it.</param>
    /// <returns>The status of the refusal, or 0.</returns>
    internal int Read(ReadOnlySpan<byte> text, out MessageText fault)
    {
        int line = text.IndexOf(LineEnd);
        int refusal = line < 0 ? Refuse(out fault) : _line.Read(text[..line], out fault);
        if (refusal != 0)
        {
            return refusal;
        }
        return text.EndsWith("\r\n\r\n"u8) ? ReadHeaders(text[line..^LineEnd.Length], out fault) : Refuse(out fault);
    }

    // From the end of the first line to the end of the last.
    private int ReadHeaders(ReadOnlySpan<byte> text, out MessageText fault)
    {
        fault = default;
        if (!Utf8.IsValid(text))
        {
            return Refuse(out fault);
        }
        ReadOnlySpan<byte> rest = text[LineEnd.Length..];
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf(LineEnd);
            if (!_headers.TryRead(rest[..length], out fault))
            {
                return Status.BadRequest;
            }
            rest = rest[(length + LineEnd.Length)..];
        }
        return _headers.HasBody ? Refuse(out fault) : 0;
    }

    private static int Refuse(out MessageText fault)
    {
        fault = MessageText.Of("Invalid request."u8);
        return Status.BadRequest;
    }
}
