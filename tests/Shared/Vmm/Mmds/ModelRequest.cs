using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Kiln.Testing.Vmm.Mmds;

/// <summary>A request to a metadata server as <see cref="ServerModel"/> understands it.</summary>
internal sealed partial class ModelRequest
{
    private const string Invalid = "Invalid request.";

    private static readonly string[] _methods = ["GET", "PUT", "PATCH", "DELETE"];

    private static readonly char[] _white = [' ', '\t', '\n', '\v', '\f', '\r'];

    internal string Method { get; private init; } = "";

    internal string Path { get; private init; } = "";

    internal string Version { get; private init; } = "";

    internal List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Why the request is refused before it is understood; null if it is not.</summary>
    internal string? Fault { get; private set; }

    /// <summary>The status of that refusal.</summary>
    internal int Status { get; private init; } = 400;

    /// <summary>Whether the last type that the server knows is JSON.</summary>
    internal bool WantsJson =>
        Headers.FindLast(header => Is(header, "accept") && header.Value is "application/json" or "text/plain").Value == "application/json";

    internal static ModelRequest Of(string request)
    {
        int first = request.IndexOf("\r\n", StringComparison.Ordinal);
        string[] line = first < 14 ? [] : request[..first].Split(' ', 3);
        if (line.Length < 3)
        {
            return new ModelRequest { Fault = Invalid };
        }
        (int Status, string Fault)? refusal = !_methods.Contains(line[0]) ? (501, "Unsupported HTTP method.")
            : line[1].Length == 0 ? (400, "Empty URI not allowed.")
            : !IsUtf8(line[1]) ? (400, "Cannot parse URI as UTF-8.")
            : line[2] is not ("HTTP/1.0" or "HTTP/1.1") ? (501, "Unsupported HTTP version.")
            : !request.EndsWith("\r\n\r\n", StringComparison.Ordinal) ? (400, Invalid)
            : null;
        if (refusal is { } fault)
        {
            return new ModelRequest { Status = fault.Status, Fault = fault.Fault };
        }
        string text = request.Length == first + 4 ? "" : request[(first + 2)..^4];
        ModelRequest read = new() { Method = line[0], Path = Target().Match(line[1]).Groups["path"].Value, Version = line[2] };
        read.Fault = !IsUtf8(text) ? Invalid : text.Length == 0 ? null : read.Read(text.Split("\r\n"));
        return read;
    }

    internal KeyValuePair<string, string>? Find(string name)
    {
        int index = Headers.FindLastIndex(header => Is(header, name));
        return index < 0 ? null : Headers[index];
    }

    internal static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);

    internal static uint? NumberOf(string text) => Number().IsMatch(text)
        && uint.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    private string? Read(string[] lines)
    {
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', 2);
            if (parts.Length < 2)
            {
                return $"Invalid header. Reason: Header is incorrectly formatted. Key: {line}";
            }
            KeyValuePair<string, string> header = new(parts[0].Trim(_white), parts[1].Trim(_white));
            Headers.Add(header);
            if (Is(header, "content-length") && NumberOf(header.Value) is null)
            {
                return $"Invalid header. Reason: Invalid value. Key:{parts[0]}; Value:{parts[1]}";
            }
            if (Is(header, "accept-encoding") && EncodingFault(header.Value) is { } fault)
            {
                return fault;
            }
        }
        return Find("content-length") is { Value: var length } && NumberOf(length) > 0 ? Invalid : null;
    }

    private static string? EncodingFault(string value)
    {
        string? bad = value.Split(',').FirstOrDefault(encoding => encoding.Trim(_white) == "identity;q=0"
            || (encoding.Trim(_white) == "*;q=0" && !value.Contains("identity", StringComparison.Ordinal)));
        return value.Length == 0 ? Invalid : bad is null ? null : $"Invalid header. Reason: Invalid value. Key:Accept-Encoding; Value:{bad}";
    }

    private static bool IsUtf8(string bytes) => System.Text.Unicode.Utf8.IsValid(Encoding.Latin1.GetBytes(bytes));

    [GeneratedRegex("\\A(?:http://[^/]*)?(?<path>/.*)\\z", RegexOptions.Singleline)]
    private static partial Regex Target();

    [GeneratedRegex("\\A\\+?[0-9]+\\z")]
    private static partial Regex Number();
}
