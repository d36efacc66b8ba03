namespace Kiln.Fuzz.Mutation;

/// <summary>Words of HTTP, right and wrong. Bytes are characters of Latin-1.</summary>
internal static class HttpText
{
    /// <summary>A target that no seed has.</summary>
    internal const string PlantedTarget = "/planted";

    private static readonly string[] _methods = ["GET", "PUT", "PATCH", "DELETE", "GET", "PUT", "PATCH", "DELETE", "POST", "get", ""];

    private static readonly string[] _targets =
    [
        "/", "/version", "/machine-config", "/drives/a", "http://localhost/vm", "http://h", "http://", "none", "*", "/%2f?x=1#y", "//",
        "/\xC3\xA9", PlantedTarget, "/\xC3", "", "/\"\\\a",
    ];

    private static readonly string[] _versions =
        ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", ""];

    private static readonly string[] _names =
    [
        "Content-Length", "Expect", "Accept-Encoding", "Transfer-Encoding", "Accept", "Content-Type", "Connection", "Host", "Cookie",
        "content-length ", "\tEXPECT", "\xE2\x82\xAC", "", "\xFF",
    ];

    private static readonly string[] _values =
    [
        "100-continue", "100-Continue", "identity;q=0", "gzip, *;q=0", "*;q=0, identity", "chunked", "identity", "0", "1", "64", "65",
        "51200", "51201", "4294967295", "4294967296", "-1", "+1", "0x1", "1 2", "1,1", "close", "keep-alive, Close", "\xE2\x82\xAC", "\xE2\x82",
        "\xF0\x9F\x98(", "\0", "", " ",
    ];

    internal static string Method(Random random) => Any(_methods, random);

    internal static string Target(Random random) => random.Next(16) == 0 ? "/" + Long(random) : Any(_targets, random);

    internal static string Version(Random random) => Any(_versions, random);

    /// <summary>A line of a head, without its end; rarely one without a colon.</summary>
    internal static string Header(Random random) => random.Next(32) switch
    {
        0 => Any(_values, random),
        1 => $"A: {Long(random)}",
        _ => $"{Any(_names, random)}:{(random.Next(4) == 0 ? "" : " ")}{Any(_values, random)}",
    };

    // Around the longest line that there may be.
    private static string Long(Random random) => new(random.Next(16) == 0 ? '\xE9' : 'x', random.Next(980, 1040));

    private static string Any(string[] of, Random random) => of[random.Next(of.Length)];
}
