using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kiln.Testing.Vmm.Mmds;

/// <summary>
/// What a metadata server answers, worked out again from the contract: with strings, expressions and a JSON library. Bytes are Latin-1 characters.
/// </summary>
/// <param name="data">The data in compact JSON with sorted names of plain characters, and with integers only; null for none.</param>
/// <param name="needsToken">Whether the version is 2.</param>
/// <param name="isImds">Whether data are always in the format of IMDS.</param>
/// <param name="token">The only valid token.</param>
internal sealed partial class ServerModel(string? data, bool needsToken, bool isImds, string token)
{
    /// <summary>Stands for the token that an answer contains.</summary>
    internal const string AnyToken = "(a token)";

    internal long Missing { get; private set; }

    internal long Wrong { get; private set; }

    /// <summary>The status of the last answer, and whether the request was refused before it was understood.</summary>
    internal (int Status, bool IsUnparsable) Last { get; private set; }

    /// <returns>The bytes taken, and the answer; empty if nothing is taken.</returns>
    internal (int Taken, string Answer) Ask(string received)
    {
        Match end = EmptyLine().Match(received);
        return end.Success ? (end.Index + end.Length, Answer(received[..(end.Index + end.Length)])) : (0, "");
    }

    /// <summary>An answer with the token that it contains replaced.</summary>
    internal static string WithoutToken(string answer) =>
        answer.Contains("-ttl-seconds: ", StringComparison.OrdinalIgnoreCase) ? TokenBody().Replace(answer, $"\r\n\r\n{AnyToken}") : answer;

    private string Answer(string text)
    {
        ModelRequest request = ModelRequest.Of(text);
        if (request.Fault is { } fault)
        {
            return Reply("HTTP/1.1", request.Status, "application/json", "", fault, unparsable: true);
        }
        string type = request.WantsJson ? "application/json" : "text/plain";
        (int status, string body, string extra) = (request.Method, request.Path) switch
        {
            (_, "") => (400, "Invalid URI.", ""),
            ("GET", _) => Get(request),
            ("PUT", _) => Put(request),
            _ => (405, "Not allowed HTTP method.", "Allow: GET, PUT\r\n"),
        };
        return Reply(request.Version, status, body == AnyToken ? "text/plain" : type, extra, body, unparsable: false);
    }

    private (int Status, string Body, string Extra) Get(ModelRequest request)
    {
        KeyValuePair<string, string>? given = request.Find("x-metadata-token") ?? request.Find("x-aws-ec2-metadata-token");
        bool isValid = given?.Value == token;
        Missing += given is null ? 1 : 0;
        Wrong += given is not null && !isValid ? 1 : 0;
        if (needsToken && !isValid)
        {
            return (401, given is null
                ? "No MMDS token provided. Use `X-metadata-token` or `X-aws-ec2-metadata-token` header to specify the session token."
                : "MMDS token not valid.", "");
        }
        if (ValueAt(request.Path) is not { } value)
        {
            return (404, $"Resource not found: {request.Path}.", "");
        }
        return (request.WantsJson && !isImds, value.ValueKind) switch
        {
            (true, _) => (200, Bytes(value.GetRawText()), ""),
            (_, JsonValueKind.String) => (200, Bytes(value.GetString()!), ""),
            (_, JsonValueKind.Object) => (200, Bytes(string.Join('\n', value.EnumerateObject().Select(member =>
                member.Name + (member.Value.ValueKind == JsonValueKind.Object ? "/" : "")))), ""),
            _ => (501, "Cannot retrieve value. The value has an unsupported type.", ""),
        };
    }

    private static (int Status, string Body, string Extra) Put(ModelRequest request)
    {
        if (request.Headers.Find(header => ModelRequest.Is(header, "x-forwarded-for")) is { Key: { } name })
        {
            return (400, $"Invalid header. Reason: Unsupported header name. Key: {name}", "");
        }
        if ($"/{string.Join('/', Tokens(request.Path))}" != "/latest/api/token")
        {
            return (404, $"Resource not found: {request.Path}.", "");
        }
        if ((request.Find("x-metadata-token-ttl-seconds") ?? request.Find("x-aws-ec2-metadata-token-ttl-seconds")) is not { } life)
        {
            return (400, "Token time to live value not found. Use `X-metadata-token-ttl-seconds` or "
                + "`X-aws-ec2-metadata-token-ttl-seconds` header to specify the token's lifetime.", "");
        }
        return ModelRequest.NumberOf(life.Value) switch
        {
            null => (400, $"Invalid header. Reason: Invalid value. Key:{life.Key}; Value:{life.Value}", ""),
            >= 1 and <= 21600 and var seconds => (200, AnyToken, $"{life.Key}: {seconds}\r\n"),
            var seconds => (400, $"Invalid time to live value provided for token: {seconds}. Please provide a value between 1 and 21600.", ""),
        };
    }

    private JsonElement? ValueAt(string path)
    {
        JsonElement value = JsonDocument.Parse(data ?? "null").RootElement;
        foreach (string escaped in Tokens(path))
        {
            string name = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(escaped)).Replace("~1", "/").Replace("~0", "~");
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member))
            {
                value = member;
            }
            else if (value.ValueKind == JsonValueKind.Array && Index().IsMatch(name)
                && int.TryParse(name, CultureInfo.InvariantCulture, out int index) && index < value.GetArrayLength())
            {
                value = value[index];
            }
            else
            {
                return null;
            }
        }
        return value;
    }

    private string Reply(string version, int status, string type, string extra, string body, bool unparsable)
    {
        Last = (status, unparsable);
        int length = body == AnyToken ? 48 : body.Length;
        return $"{version} {status} \r\nServer: Kiln API\r\nConnection: keep-alive\r\n{extra}Content-Type: {type}\r\nContent-Length: {length}\r\n\r\n{body}";
    }

    private static string[] Tokens(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    [GeneratedRegex("\n\r?\n")]
    private static partial Regex EmptyLine();

    [GeneratedRegex("\r\n\r\n[A-Za-z0-9+/]{48}$")]
    private static partial Regex TokenBody();

    [GeneratedRegex("\\A(?:0|[1-9][0-9]*)\\z")]
    private static partial Regex Index();
}
