using System.Globalization;
using System.Linq;
using System.Text;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Testing.Vmm.Api.Http;

/// <summary>
/// The contract's response to a byte stream, computed from the whole stream at once and with strings, for <see cref="EchoHandler"/>.
/// Bytes are Latin-1 characters.
/// </summary>
internal sealed class HttpModel
{
    private const int LineLimit = 1024;
    private const int DiscardLimit = 1024 * 1024;

    private readonly StringBuilder _answers = new();
    private readonly string _stream;
    private readonly int _payloadLimit;
    private int _at;

    // Why the current request must be refused, provided that its end can still be found.
    private string? _reason;

    private HttpModel(string stream, int payloadLimit) => (_stream, _payloadLimit) = (stream, payloadLimit);

    /// <summary>Everything that the client receives.</summary>
    internal string Answers => _answers.ToString();

    /// <summary>The requests that the handler receives, as it describes them.</summary>
    internal List<string> Requests { get; } = [];

    /// <summary>Whether the server closes the connection.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>How far the stream got: 0, 1 for a request line, 2 for a header section, 3 for a request, 4 for several.</summary>
    internal int Depth { get; private set; }

    internal static HttpModel Of(string stream, int payloadLimit)
    {
        HttpModel model = new(stream, payloadLimit);
        while (!model.IsEnded && model.TryRequest())
        {
        }
        return model;
    }

    /// <summary>The response to what is not a valid request.</summary>
    /// <param name="connection">The value of the Connection header.</param>
    internal static string Refusal(string reason, string connection = "close")
    {
        string body = $$"""{ "error": "{{Escaped(reason)}}\nAll previous unanswered requests will be dropped." }""";
        return Answer(400, connection, "", "application/json", Bytes(body));
    }

    internal static string Answer(int status, string connection, string extra, string type, string body) =>
        $"HTTP/1.1 {status} \r\nServer: Kiln API\r\nConnection: {connection}\r\n{extra}"
        + (type == "" ? "\r\n" : $"Content-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    // False when the stream ends within a request, or the connection after it.
    private bool TryRequest()
    {
        _reason = null;
        if (Line(() => Refuse("Invalid request.", true)) is not { } first || ReadFirst(first) is not var (name, path, old))
        {
            return false;
        }
        bool headOnly = name == "HEAD";
        Depth = Math.Max(Depth, 1);
        if (ReadHeaders(headOnly) is not var (length, expect, close))
        {
            return false;
        }
        Depth = Math.Max(Depth, 2);
        bool asks = expect && length > 0 && !old;
        if (length > _payloadLimit)
        {
            _reason ??= $"Request payload with size {length} is larger than the limit of {_payloadLimit} allowed by server.";
        }
        if (_reason is not null)
        {
            Refuse(_reason, close || asks || length > DiscardLimit, headOnly);
            _at = (int)Math.Min(_stream.Length, _at + (long)length);
            return !IsEnded;
        }
        if (asks)
        {
            _answers.Append(Answer(100, "keep-alive", "", "", ""));
        }
        if (_stream.Length - _at < length)
        {
            return false;
        }
        string body = _stream.Substring(_at, (int)length);
        _at += (int)length;
        Requests.Add(EchoHandler.Describe(MethodOf(name)!.Value, path, body.Length));
        Depth = Math.Max(Depth, Requests.Count > 1 ? 4 : 3);
        IsEnded = close;
        Echo(MethodOf(name)!.Value, path, body, IsEnded ? "close" : "keep-alive");
        return true;
    }

    private static HttpMethod? MethodOf(string name) => name switch
    {
        "GET" => HttpMethod.Get,
        "PUT" => HttpMethod.Put,
        "PATCH" => HttpMethod.Patch,
        "DELETE" => HttpMethod.Delete,
        _ => null,
    };

    private (string Name, string Path, bool Old)? ReadFirst(string line)
    {
        string[] parts = line.Split(' ', 3);
        if (parts.Length < 3)
        {
            Refuse("Invalid request.", true);
            return null;
        }
        bool known = parts[2] is "HTTP/1.0" or "HTTP/1.1";
        _reason = MethodOf(parts[0]) is null ? "Invalid HTTP Method: Unsupported HTTP method."
            : parts[1] == "" ? "Invalid URI: Empty URI not allowed."
            : Utf8Fault.Of(parts[1]) is not null ? "Invalid URI: Cannot parse URI as UTF-8."
            : !known ? "Invalid HTTP Version: Unsupported HTTP version."
            : null;
        if (!known || parts[0] == "" || parts[0].Any(letter => letter is <= ' ' or > '~'))
        {
            Refuse(_reason!, true, parts[0] == "HEAD");
            return null;
        }
        string target = parts[1];
        int slash = target.StartsWith("http://", StringComparison.Ordinal) ? target.IndexOf('/', 7) : 0;
        string path = slash < 0 ? "" : target[slash..];
        return (parts[0], path.StartsWith('/') ? path : "", parts[2] == "HTTP/1.0");
    }

    private (uint Length, bool Expect, bool Close)? ReadHeaders(bool headOnly)
    {
        uint? length = null;
        bool expect = false;
        bool close = false;
        int count = 0;
        int total = 0;
        while (true)
        {
            if (Line(() => RefuseLong(headOnly)) is not { } line)
            {
                return null;
            }
            if (line == "")
            {
                return (length ?? 0, expect, close);
            }
            total += line.Length;
            if (ReadHeader(line, ++count, total, ref length, ref expect, ref close) is { } wrong)
            {
                Refuse(_reason ?? "Invalid header. Reason: " + wrong, true, headOnly);
                return null;
            }
        }
    }

    private string? ReadHeader(string line, int count, int total, ref uint? length, ref bool expect, ref bool close)
    {
        if (count > 100 || total > 32768)
        {
            return count > 100
                ? "More headers than the limit of 100 allowed by server."
                : "More bytes of headers than the limit of 32768 allowed by server.";
        }
        if (Utf8Fault.Of(line) is { } fault)
        {
            return "Header contains invalid characters. Key: " + fault;
        }
        string[] pair = line.Split(':', 2);
        if (pair.Length < 2)
        {
            return "Header is incorrectly formatted. Key: " + Text(line);
        }
        string value = Trim(pair[1]);
        switch (Trim(pair[0]).ToLowerInvariant())
        {
            case "content-length":
                bool number = value.All(char.IsAsciiDigit) & uint.TryParse(value, NumberStyles.None, null, out uint parsed);
                if (!number || (length ?? parsed) != parsed)
                {
                    return $"Invalid value. Key:{Text(pair[0])}; Value:{Text(pair[1])}";
                }
                length = parsed;
                return null;
            case "transfer-encoding":
                return "Unsupported feature. Key: Transfer-Encoding; Value: " + Text(value);
            case "accept-encoding":
                bool named = value.Contains("identity", StringComparison.Ordinal);
                string? refused = value.Split(',').FirstOrDefault(item => Trim(item) == "identity;q=0" || (Trim(item) == "*;q=0" && !named));
                _reason ??= refused is null ? null : $"Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value:{Text(refused)}";
                return null;
            case "expect":
                expect |= value.Equals("100-continue", StringComparison.OrdinalIgnoreCase);
                return null;
            case "connection":
                close |= value.Split(',').Any(word => Trim(word).Equals("close", StringComparison.OrdinalIgnoreCase));
                return null;
            default:
                return null;
        }
    }

    private string? Line(Action tooLong)
    {
        int end = _stream.IndexOf("\r\n", _at, StringComparison.Ordinal);
        if (end >= 0 && end + 2 - _at <= LineLimit)
        {
            string line = _stream[_at..end];
            _at = end + 2;
            return line;
        }
        if (_stream.Length - _at >= LineLimit)
        {
            tooLong();
        }
        return null;
    }

    private void RefuseLong(bool headOnly) =>
        Refuse(_reason ?? "Invalid header. Reason: Invalid content length. Header: " + Text(_stream.Substring(_at, LineLimit)), true, headOnly);

    private void Refuse(string reason, bool ending, bool headOnly = false)
    {
        string connection = ending ? "close" : "keep-alive";
        _answers.Append(headOnly ? Answer(400, connection, "", "", "") : Refusal(reason, connection));
        IsEnded = ending;
    }

    private void Echo(HttpMethod method, string path, string body, string connection) => _answers.Append(method switch
    {
        HttpMethod.Get => Answer(200, connection, "", "application/json", path),
        HttpMethod.Put when body == "" => Answer(204, connection, "", "", ""),
        HttpMethod.Put => Answer(200, connection, "", "text/plain", body),
        HttpMethod.Patch => Answer(400, connection, "", "application/json", Bytes($$"""{"fault_message":"{{Escaped(Text(path))}}"}""")),
        _ => Answer(204, connection, "Allow: GET, PUT\r\nDeprecation: true\r\n", "", ""),
    });

    private static string Trim(string text) => text.Trim(' ', '\t', '\n', '\v', '\f', '\r');

    // From bytes to the text that they are, and back.
    private static string Text(string bytes) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Escaped(string text) => string.Concat(text.Select(character => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => $"\\u{(int)character:x4}",
        _ => character.ToString(),
    }));
}
