namespace Kiln.Fuzz.Mutation;

/// <summary>Words of HTTP that a mutator makes requests of, valid and invalid. Bytes are Latin-1 characters.</summary>
internal sealed class HttpWords
{
    /// <summary>A request target that no seed has.</summary>
    internal const string PlantedTarget = "/planted";

    /// <summary>Stands for a valid token of a metadata server.</summary>
    internal const string Token = "$TOKEN";

    /// <summary>Words of the API's clients.</summary>
    internal static HttpWords Api { get; } = new()
    {
        Methods = ["GET", "PUT", "PATCH", "DELETE", "GET", "PUT", "PATCH", "DELETE", "POST", "get", ""],
        Targets =
        [
            "/", "/version", "/machine-config", "/drives/a", "http://localhost/vm", "http://h", "http://", "none", "*", "/%2f?x=1#y", "//",
            "/\xC3\xA9", PlantedTarget, "/\xC3", "", "/\"\\\a",
        ],
        Names =
        [
            "Content-Length", "Expect", "Accept-Encoding", "Transfer-Encoding", "Accept", "Content-Type", "Connection", "Host", "Cookie",
            "content-length ", "\tEXPECT", "\xE2\x82\xAC", "", "\xFF",
        ],
        Values =
        [
            "100-continue", "100-Continue", "identity;q=0", "gzip, *;q=0", "*;q=0, identity", "chunked", "identity", "0", "1", "64", "65",
            "51200", "51201", "4294967295", "4294967296", "-1", "+1", "0x1", "1 2", "1,1", "close", "keep-alive, Close", "\xE2\x82\xAC", "\xE2\x82",
            "\xF0\x9F\x98(", "\0", "", " ",
        ],
    };

    /// <summary>Words of a guest that asks for metadata.</summary>
    internal static HttpWords Metadata { get; } = new()
    {
        Methods = ["GET", "GET", "GET", "PUT", "PUT", "PATCH", "DELETE", "POST", "get"],
        Targets =
        [
            "/", "//", "/latest", "/latest/meta-data/", "/latest/meta-data/ami-id", "/latest/meta-data/list/1", "/latest/meta-data/list/01",
            "/latest/meta-data/n", "/latest/meta-data/empty", "/latest/a~1b/~0", "/latest//sub///k/", "/latest/api/token", "//latest/api//token/",
            "http://169.254.169.254/latest", "http://h", "http://", "none", "/\xC3\xA9", PlantedTarget, "/\xC3", "", "/~", "/a\nb",
        ],
        Names =
        [
            "X-metadata-token", "X-aws-ec2-metadata-token", "x-METADATA-token", "X-metadata-token-ttl-seconds", "X-aws-ec2-metadata-token-ttl-seconds",
            "X-Forwarded-For", "Accept", "accept ", "Accept-Encoding", "Content-Length", "Host", "Expect", "\xE2\x82\xAC", "", "\xFF",
        ],
        Values =
        [
            Token, Token, "application/json", "application/json", "text/plain", "*/*", "60", "+60", "00060", "0", "21600", "21601", "4294967295",
            "4294967296", "-1", "1 2", "identity;q=0", "gzip, *;q=0", "*;q=0, identity", "100-continue", "\xE2\x82\xAC", "\xE2\x82", "\0", "", " ",
        ],
    };

    private static readonly string[] _versions =
        ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "http/1.1", "HTTP/1.1 ", ""];

    private string[] Methods { get; init; } = [];

    private string[] Targets { get; init; } = [];

    private string[] Names { get; init; } = [];

    private string[] Values { get; init; } = [];

    internal string Method(Random random) => Any(Methods, random);

    internal string Target(Random random) => random.Next(16) == 0 ? "/" + Long(random) : Any(Targets, random);

    internal static string Version(Random random) => Any(_versions, random);

    /// <summary>A header line without its end; rarely one without a colon.</summary>
    internal string Header(Random random) => random.Next(32) switch
    {
        0 => Any(Values, random),
        1 => $"A: {Long(random)}",
        _ => $"{Any(Names, random)}:{(random.Next(4) == 0 ? "" : " ")}{Any(Values, random)}",
    };

    // Near the maximum length of a line.
    private static string Long(Random random) => new(random.Next(16) == 0 ? '\xE9' : 'x', random.Next(980, 1040));

    private static string Any(string[] of, Random random) => of[random.Next(of.Length)];
}
