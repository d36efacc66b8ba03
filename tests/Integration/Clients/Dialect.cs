using System.Text;

namespace Kiln.Integration.Tests.Clients;

/// <summary>How a client's HTTP library writes a request, header by header in its order, its spelling and its version.</summary>
/// <param name="Write">Writes one: method, path, and body or null.</param>
internal sealed record Dialect(Func<string, string, string?, string> Write)
{
    /// <summary>Go's net/http below go-openapi's runtime, whose encoder ends a body with a line end.</summary>
    internal static Dialect Go { get; } = new((method, path, body) => body is null
        ? $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Go-http-client/1.1\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n\r\n"
        : $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Go-http-client/1.1\r\nContent-Length: {LengthOf(body) + 1}\r\n"
            + $"Accept: application/json\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n{body}\n");

    /// <summary>Rust's hyper 1, whose host is the socket's path in hexadecimal digits.</summary>
    internal static Dialect Hyper(string socket) => new((method, path, body) => body is null
        ? $"{method} {path} HTTP/1.1\r\nhost: {HexOf(socket)}\r\n\r\n"
        : $"{method} {path} HTTP/1.1\r\ncontent-type: application/json\r\nhost: {HexOf(socket)}\r\ncontent-length: {LengthOf(body)}\r\n\r\n{body}");

    /// <summary>Rust's hyper 0.14 with hyperlocal, which adds a port of zero.</summary>
    internal static Dialect Hyperlocal(string socket) => new((method, path, body) =>
        $"{method} {path} HTTP/1.1\r\ncontent-type: application/json\r\naccept: application/json\r\nhost: {HexOf(socket)}:0\r\n"
            + $"content-length: {LengthOf(body!)}\r\n\r\n{body}");

    /// <summary>Minimal HTTP/1.0: no header but the length of the body.</summary>
    internal static Dialect ByHand { get; } = new((method, path, body) => body is null
        ? $"{method} {path} HTTP/1.0\r\n\r\n"
        : $"{method} {path} HTTP/1.0\r\nContent-Length: {LengthOf(body)}\r\n\r\n{body}");

    internal static Dialect Fetch { get; } = new((method, path, body) => body is null
        ? $"{method} {path} HTTP/1.1\r\naccept: application/json\r\naccept-language: *\r\nuser-agent: Deno/2.5.0\r\naccept-encoding: gzip,br\r\nhost: localhost\r\n\r\n"
        : $"{method} {path} HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\naccept-language: *\r\ncontent-length: {LengthOf(body)}\r\n"
            + $"user-agent: Deno/2.5.0\r\naccept-encoding: gzip,br\r\nhost: localhost\r\n\r\n{body}");

    /// <summary>Python's requests with requests-unixsocket.</summary>
    internal static Dialect Requests { get; } = new((method, path, body) =>
        $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: python-requests/2.32.3\r\nAccept-Encoding: gzip, deflate\r\nAccept: */*\r\n"
            + "Connection: keep-alive\r\n"
            + (body is null ? "\r\n" : $"Content-Length: {LengthOf(body)}\r\nContent-Type: application/json\r\n\r\n{body}"));

    private static int LengthOf(string body) => Encoding.UTF8.GetByteCount(body);

    private static string HexOf(string path) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(path));
}
