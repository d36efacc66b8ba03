using System.Linq;
using System.Text;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Writes streams of requests, most of them right, some wrong in one place: bytes as characters of Latin-1.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class RandomStream(Random random)
{
    private static readonly string[] _methods = ["GET", "PUT", "PATCH", "DELETE"];

    private static readonly string[] _targets =
        ["/", "/version", "/a/b", "http://localhost/vm", "http://h", "none", "/\xC3\xA9", "/\"\\\t", "/" + new string('p', 1000)];

    private static readonly string[] _headers =
    [
        "Host: localhost", "Accept: */*", "accept-encoding: gzip, *;q=0, identity", "Expect: 100-continue", "X: \xE2\x82\xAC", ":", "A:",
        "Content-Length : 0", "Content-Type: application/json", "Connection: keep-alive", "connection : x,\tClose", "B: " + new string('h', 1000),
    ];

    private static readonly string[] _wrong =
    [
        "POST / HTTP/1.1\r\n", "GET  HTTP/1.1\r\n", "GET / HTTP/2\r\n", "\r\n", "GET /\xFF HTTP/1.1\r\n", "GET / HTTP/1.1\r\nno colon\r\n",
        "GET / HTTP/1.1\r\nX: \xF0\x9F\x98\r\n", "GET / HTTP/1.1\r\nX: \xE2(\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        "GET / HTTP/1.1\r\nAccept-Encoding: a, *;q=0\r\n\r\n", "HEAD /a HTTP/1.1\r\n\r\n", "POST / HTTP/1.0\r\nContent-Length: 3\r\n\r\nGET",
        "BREW / HTTP/1.1\r\nConnection: close\r\n\r\n", "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        "PUT / HTTP/1.1\r\nContent-Length: 60000\r\n\r\n" + new string('y', 60_000), "PUT / HTTP/1.1\r\nContent-Length: 999999\r\n\r\n",
        "GET / HTTP/1.1\r\nY: " + new string('\xE9', 1100), new string('z', 1024),
    ];

    internal string Next()
    {
        StringBuilder stream = new();
        for (int count = random.Next(1, 6); count > 0; count--)
        {
            stream.Append(random.Next(8) == 0 ? Any(_wrong) : Request());
        }
        if (random.Next(4) == 0)
        {
            stream[random.Next(stream.Length)] = (char)random.Next(256);
        }
        return random.Next(4) == 0 ? stream.ToString(0, random.Next(stream.Length)) : stream.ToString();
    }

    private string Request()
    {
        int length = random.Next(3) switch
        {
            0 => 0,
            1 => random.Next(100),
            _ => random.Next(9000),
        };
        List<string> headers = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Any(_headers)), $"Content-Length: {length}"];
        if (length == 0 && random.Next(2) == 0)
        {
            headers.RemoveAt(headers.Count - 1);
        }
        else if (length > 0)
        {
            headers.RemoveAll(header => header.StartsWith("Content-Length :", StringComparison.Ordinal));
        }
        string version = random.Next(12) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        string lines = string.Concat(headers.Select(header => header + "\r\n"));
        string body = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(256)));
        return $"{Any(_methods)} {Any(_targets)} {version}\r\n{lines}\r\n{body}";
    }

    private string Any(string[] of) => of[random.Next(of.Length)];
}
