using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Vmm.Tests.Mmds.Data;

/// <summary>Random JSON texts with few names, some of them twice, and what a JSON library makes of them.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class RandomJson(Random random)
{
    private const int Deepest = 5;

    private static readonly string[] _names = ["a", "b", "ab", "\\u0061", "é", "\\ud83d\\ude00", "", "a/b", "~", "Z", "\\n"];

    private static readonly string[] _leaves =
        ["null", "true", "false", "0", "-7", "18446744073709551615", "1.5", "-0.25", "\"\"", "\"x\"", "\"\\u0000\\\"é\\\\\"", "\"ü/\\/\""];

    internal string Next() => Next(0);

    /// <summary>A text as the library reads it, with names sorted by their bytes.</summary>
    internal static string Sorted(string text) => Sorted(JsonDocument.Parse(text).RootElement);

    /// <summary>The RFC's algorithm over the library's nodes, and then as <see cref="Sorted(string)"/>.</summary>
    internal static string Merged(string target, string patch) =>
        Sorted(Merge(JsonNode.Parse(Sorted(target)), JsonNode.Parse(Sorted(patch)))?.ToJsonString() ?? "null");

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }
        JsonObject merged = target as JsonObject ?? [];
        foreach ((string name, JsonNode? value) in changes)
        {
            if (value is null)
            {
                merged.Remove(name);
            }
            else
            {
                merged[name] = Merge(merged[name]?.DeepClone(), value);
            }
        }
        return merged;
    }

    private static string Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', Members(value).Select(member => $"{Quoted(member.Key)}:{Sorted(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Sorted))}]",
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value)
    {
        Dictionary<string, JsonElement> last = [];
        foreach (JsonProperty member in value.EnumerateObject())
        {
            last[member.Name] = member.Value;
        }
        return last.OrderBy(member => Convert.ToHexString(Encoding.UTF8.GetBytes(member.Key)), StringComparer.Ordinal);
    }

    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => character.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }

    private string Next(int depth) => random.Next(depth == 0 ? 2 : 4) switch
    {
        0 or 1 when depth < Deepest => Object(depth),
        2 when depth < Deepest => $"[{string.Join(" , ", Enumerable.Range(0, random.Next(4)).Select(_ => Next(depth + 1)))}]",
        _ => _leaves[random.Next(_leaves.Length)],
    };

    private string Object(int depth) => $"{{ {string.Join(",\n", Enumerable.Range(0, random.Next(6)).Select(_ =>
        $"\"{_names[random.Next(_names.Length)]}\" : {Next(depth + 1)}"))} }}";
}
