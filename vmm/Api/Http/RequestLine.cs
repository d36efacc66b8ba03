using System.Text.Unicode;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// Parses the request line: method, path and version. With an unsupported method or an invalid path it is still a request line, since the end of
/// the request remains known.
/// </summary>
/// <param name="reason">Receives the error of an invalid line.</param>
internal sealed class RequestLine(ReasonText reason)
{
    private readonly byte[] _path = new byte[RequestHead.LineLimit];
    private int _pathLength;

    private static ReadOnlySpan<byte> Scheme => "http://"u8;

    /// <summary>Whether the line has been parsed.</summary>
    internal bool IsRead { get; private set; }

    /// <summary>The method; <see cref="HttpMethod.None"/> when it is not supported.</summary>
    internal HttpMethod Method { get; private set; }

    /// <summary>Whether the method is HEAD, whose answer must not have a body.</summary>
    internal bool WantsNoBody { get; private set; }

    /// <summary>The path: empty, or starting with a slash.</summary>
    internal ReadOnlySpan<byte> Path => _path.AsSpan(0, _pathLength);

    /// <summary>Whether the version is HTTP/1.0.</summary>
    internal bool IsOld { get; private set; }

    /// <summary>Resets for another line.</summary>
    internal void Clear()
    {
        (IsRead, Method, WantsNoBody, _pathLength) = (false, HttpMethod.None, false, 0);
    }

    /// <param name="line">The line without its end.</param>
    /// <returns>False when it is not a request line. The reason is recorded then, and also when method or path are refused.</returns>
    internal bool TryRead(ReadOnlySpan<byte> line)
    {
        int methodEnd = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> rest = line[(methodEnd + 1)..];
        int targetEnd = rest.IndexOf((byte)' ');
        if (methodEnd < 0 || targetEnd < 0)
        {
            _ = reason.Start("Invalid request."u8);
            return false;
        }
        ReadOnlySpan<byte> name = line[..methodEnd];
        ReadOnlySpan<byte> target = rest[..targetEnd];
        ReadOnlySpan<byte> version = rest[(targetEnd + 1)..];
        IsRead = true;
        Method = MethodOf(name);
        WantsNoBody = name.SequenceEqual("HEAD"u8);
        IsOld = version.SequenceEqual("HTTP/1.0"u8);
        bool isKnown = IsOld || version.SequenceEqual("HTTP/1.1"u8);
        ReadOnlySpan<byte> fault = FaultOf(target, isKnown);
        if (fault.IsEmpty)
        {
            Keep(PathOf(target));
        }
        else
        {
            _ = reason.Start(fault);
        }
        return isKnown && IsWord(name);
    }

    private ReadOnlySpan<byte> FaultOf(ReadOnlySpan<byte> target, bool isKnown) =>
        Method == HttpMethod.None ? "Invalid HTTP Method: Unsupported HTTP method."u8
        : target.IsEmpty ? "Invalid URI: Empty URI not allowed."u8
        : !Utf8.IsValid(target) ? "Invalid URI: Cannot parse URI as UTF-8."u8
        : isKnown ? default
        : "Invalid HTTP Version: Unsupported HTTP version."u8;

    private void Keep(ReadOnlySpan<byte> path)
    {
        path.CopyTo(_path);
        _pathLength = path.Length;
    }

    // A line without a printable method name is not a request line at all.
    private static bool IsWord(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~');

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
