using System.Globalization;
using System.Linq;
using System.Text;

namespace Kiln.Fuzz.Mutation;

/// <summary>A request split into its parts, valid or not. Bytes are Latin-1 characters.</summary>
internal sealed class RequestText
{
    private const string Length = "Content-Length: ";

    internal string Method { get; set; } = "GET";

    internal string Target { get; set; } = "/";

    internal string Version { get; set; } = "HTTP/1.1";

    internal List<string> Headers { get; private init; } = [];

    internal string Body { get; set; } = "";

    /// <summary>The requests of a stream; trailing garbage becomes part of the last one's body.</summary>
    internal static List<RequestText> Split(byte[] bytes)
    {
        List<RequestText> requests = [];
        string rest = Encoding.Latin1.GetString(bytes);
        for (int end; (end = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal)) > 0;)
        {
            string[] lines = rest[..end].Split("\r\n");
            string[] first = lines[0].Split(' ', 3);
            rest = rest[(end + 4)..];
            string? length = lines.FirstOrDefault(line => line.StartsWith(Length, StringComparison.Ordinal));
            _ = int.TryParse(length?[Length.Length..], NumberStyles.None, null, out int count);
            int taken = Math.Min(count, rest.Length);
            requests.Add(new RequestText
            {
                Method = first[0],
                Target = first.ElementAtOrDefault(1) ?? "",
                Version = first.ElementAtOrDefault(2) ?? "",
                Headers = [.. lines.Skip(1)],
                Body = rest[..taken],
            });
            rest = rest[taken..];
        }
        if (requests.Count > 0)
        {
            requests[^1].Body += rest;
        }
        return requests;
    }

    /// <summary>Corrects the Content-Length header, if there is one or a body.</summary>
    internal void Measure()
    {
        int index = Headers.FindIndex(line => line.StartsWith(Length, StringComparison.Ordinal));
        if (index >= 0)
        {
            Headers[index] = Length + Body.Length;
        }
        else if (Body.Length > 0)
        {
            Headers.Add(Length + Body.Length);
        }
    }

    internal RequestText Clone() => new() { Method = Method, Target = Target, Version = Version, Headers = [.. Headers], Body = Body };

    public override string ToString() => $"{Method} {Target} {Version}\r\n{string.Concat(Headers.Select(line => line + "\r\n"))}\r\n{Body}";
}
