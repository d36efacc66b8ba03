using System.Linq;
using System.Text;

namespace Kiln.Fuzz.Mutation;

/// <summary>
/// A request in an input: a line with method and path, the body, and an empty line. Bytes are Latin-1 characters, and any bytes form
/// some requests.
/// </summary>
internal sealed class ApiCall
{
    private const string Between = "\n\n";

    internal string Method { get; set; } = "GET";

    internal string Path { get; set; } = "/";

    internal string Body { get; set; } = "";

    /// <summary>Splits an input into requests.</summary>
    internal static List<ApiCall> Split(byte[] input) => [.. Encoding.Latin1.GetString(input).Split(Between).Select(Of)];

    /// <summary>Joins requests into an input.</summary>
    internal static byte[] Join(IEnumerable<ApiCall> calls) => Encoding.Latin1.GetBytes(string.Join(Between, calls));

    internal ApiCall Clone() => new() { Method = Method, Path = Path, Body = Body };

    public override string ToString() => $"{Method} {Path}\n{Body}";

    private static ApiCall Of(string text)
    {
        string[] parts = text.Split('\n', 2);
        string[] first = parts[0].Split(' ', 2);
        return new ApiCall { Method = first[0], Path = first.ElementAtOrDefault(1) ?? "", Body = parts.ElementAtOrDefault(1)?.Trim('\n') ?? "" };
    }
}
