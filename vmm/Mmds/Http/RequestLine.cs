using System.Text.Unicode;

namespace Kiln.Vmm.Mmds.Http;

/// <summary>The first line of a request.</summary>
internal ref struct RequestLine
{
    // GET, a character, HTTP/1.1 and two spaces. A shorter line is not looked at any further.
    private const int ShortestLine = 14;

    internal RequestMethod Method { get; private set; }

    /// <summary>The path as it was sent; empty if the target has none.</summary>
    internal ReadOnlySpan<byte> Path { get; private set; }

    /// <summary>Whether the version is HTTP/1.0.</summary>
    internal bool IsOld { get; private set; }

    /// <summary>Parses a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>The status of the refusal, or 0.</returns>
    internal int Read(ReadOnlySpan<byte> line, out MessageText fault)
    {
        fault = default;
        int methodEnd = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> rest = line[(methodEnd + 1)..];
        int targetEnd = rest.IndexOf((byte)' ');
        if (line.Length < ShortestLine || methodEnd < 0 || targetEnd < 0)
        {
            fault = MessageText.Of("Invalid request."u8);
            return Status.BadRequest;
        }
        ReadOnlySpan<byte> target = rest[..targetEnd];
        ReadOnlySpan<byte> version = rest[(targetEnd + 1)..];
        Method = MethodOf(line[..methodEnd]);
        IsOld = version.SequenceEqual("HTTP/1.0"u8);
        if (Method == RequestMethod.Unknown)
        {
            fault = MessageText.Of("Unsupported HTTP method."u8);
            return Status.NotImplemented;
        }
        if (target.IsEmpty || !Utf8.IsValid(target))
        {
            fault = MessageText.Of(target.IsEmpty ? "Empty URI not allowed."u8 : "Cannot parse URI as UTF-8."u8);
            return Status.BadRequest;
        }
        if (!IsOld && !version.SequenceEqual("HTTP/1.1"u8))
        {
            fault = MessageText.Of("Unsupported HTTP version."u8);
            return Status.NotImplemented;
        }
        Path = PathOf(target);
        return 0;
    }

    private static RequestMethod MethodOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("GET"u8) ? RequestMethod.Get
        : name.SequenceEqual("PUT"u8) ? RequestMethod.Put
        : name.SequenceEqual("PATCH"u8) || name.SequenceEqual("DELETE"u8) ? RequestMethod.Forbidden
        : RequestMethod.Unknown;

    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        ReadOnlySpan<byte> path = target;
        if (target.StartsWith("http://"u8))
        {
            ReadOnlySpan<byte> host = target["http://"u8.Length..];
            int slash = host.IndexOf((byte)'/');
            path = slash < 0 ? default : host[slash..];
        }
        return path.StartsWith("/"u8) ? path : default;
    }
}
