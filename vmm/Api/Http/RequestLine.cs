using System.Text.Unicode;

namespace Kiln.Vmm.Api.Http;

/// <summary>The first line of a request: method, path and version.</summary>
/// <param name="reason">Takes what is wrong with a line.</param>
internal sealed class RequestLine(ReasonText reason)
{
    private readonly byte[] _path = new byte[RequestHead.LineLimit];
    private int _pathLength;

    private static ReadOnlySpan<byte> Scheme => "http://"u8;

    /// <summary>The method; none as long as there is no line.</summary>
    internal HttpMethod Method { get; private set; }

    /// <summary>The path: empty, or with a slash first.</summary>
    internal ReadOnlySpan<byte> Path => _path.AsSpan(0, _pathLength);

    /// <summary>Whether the version is 1.0, whose clients send one request.</summary>
    internal bool IsOld { get; private set; }

    /// <summary>Forgets the line.</summary>
    internal void Clear()
    {
        Method = HttpMethod.None;
        _pathLength = 0;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>False when it is none; the reason was written.</returns>
    internal bool TryRead(ReadOnlySpan<byte> line)
    {
        int methodEnd = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> rest = line[(methodEnd + 1)..];
        int targetEnd = rest.IndexOf((byte)' ');
        if (methodEnd < 0 || targetEnd < 0)
        {
            return Fail("Invalid request."u8);
        }
        HttpMethod method = MethodOf(line[..methodEnd]);
        ReadOnlySpan<byte> target = rest[..targetEnd];
        ReadOnlySpan<byte> version = rest[(targetEnd + 1)..];
        if (method == HttpMethod.None)
        {
            return Fail("Invalid HTTP Method: Unsupported HTTP method."u8);
        }
        if (target.IsEmpty)
        {
            return Fail("Invalid URI: Empty URI not allowed."u8);
        }
        if (!Utf8.IsValid(target))
        {
            return Fail("Invalid URI: Cannot parse URI as UTF-8."u8);
        }
        IsOld = version.SequenceEqual("HTTP/1.0"u8);
        if (!IsOld && !version.SequenceEqual("HTTP/1.1"u8))
        {
            return Fail("Invalid HTTP Version: Unsupported HTTP version."u8);
        }
        Method = method;
        ReadOnlySpan<byte> path = PathOf(target);
        path.CopyTo(_path);
        _pathLength = path.Length;
        return true;
    }

    private bool Fail(ReadOnlySpan<byte> text)
    {
        _ = reason.Start(text);
        return false;
    }

    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        ReadOnlySpan<byte> path = target;
        if (target.StartsWith(Scheme))
        {
            int slash = target[Scheme.Length..].IndexOf((byte)'/');
            path = slash < 0 ? default : target[(Scheme.Length + slash)..];
        }
        return path.StartsWith("/"u8) ? path : default;
    }

    private static HttpMethod MethodOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("GET"u8) ? HttpMethod.Get
        : name.SequenceEqual("PUT"u8) ? HttpMethod.Put
        : name.SequenceEqual("PATCH"u8) ? HttpMethod.Patch
        : name.SequenceEqual("DELETE"u8) ? HttpMethod.Delete
        : HttpMethod.None;
}
