using System.Linq;
using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates JSON: values and members, which keeps it valid, and tokens and bytes, which mostly does not.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class JsonMutator(Random random) : IMutator
{
    private const int MostEdits = 4;

    // Near the maximum nesting depth.
    private const int ShallowestNest = 120;
    private const int DeepestNest = 135;

    private const int InputsPerNest = 500;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus) => Change(corpus.Any(random), corpus);

    /// <param name="corpus">The source of other values.</param>
    internal byte[] Change(byte[] original, Corpus corpus)
    {
        JsonTokens tokens = new(original);
        for (int edits = random.Next(MostEdits + 1); edits > 0 && tokens.Count > 0; edits--)
        {
            Edit(tokens, corpus);
        }
        if (random.Next(InputsPerNest) == 0)
        {
            Nest(tokens);
        }
        byte[] text = tokens.ToText(random);
        return random.Next(4) == 0 ? Broken(text) : text;
    }

    private void Edit(JsonTokens tokens, Corpus corpus)
    {
        int at = random.Next(tokens.Count);
        bool isName = tokens[at + 1] == ":";
        switch (tokens[at])
        {
            case "{":
                string[] member = [JsonLanguage.Name(random), ":", JsonLanguage.Value(random)];
                tokens.Replace((at + 1)..(at + 1), [.. member, .. Comma(tokens[at + 1] != "}")]);
                break;
            case "[":
                tokens.Replace((at + 1)..(at + 1), [JsonLanguage.Value(random), .. Comma(tokens[at + 1] != "]")]);
                break;
            case ",":
                // Removes or duplicates the rest.
                Range item = at..tokens.ItemAt(at + 1).End;
                bool goes = random.Next(2) == 0;
                tokens.Replace(goes ? item : at..at, goes ? [] : tokens.Copy(item));
                break;
            case ":" or "}" or "]":
                break;
            case var text when text[0] == '"' && text.Length > 2 && random.Next(4) == 0:
                tokens.Replace(at..(at + 1), Escaped(text));
                break;
            case var _ when isName:
                tokens.Replace(at..(at + 1), JsonLanguage.Name(random));
                break;
            default:
                tokens.Replace(tokens.ValueAt(at), Value(corpus));
                break;
        }
    }

    private static string[] Comma(bool isDue) => isDue ? [","] : [];

    private string[] Value(Corpus corpus)
    {
        if (random.Next(4) > 0)
        {
            return [JsonLanguage.Value(random)];
        }
        JsonTokens other = new(corpus.Any(random));
        return other.Copy(other.ValueAt(random.Next(other.Count)));
    }

    // Replaces one character by its own escape sequence.
    private string Escaped(string text)
    {
        int at = random.Next(1, text.Length - 1);
        return char.IsAsciiLetterOrDigit(text[at]) && text[at - 1] != '\\' && !text.Contains("\\u", StringComparison.Ordinal)
            ? $"{text[..at]}\\u{(int)text[at]:x4}{text[(at + 1)..]}"
            : text;
    }

    private void Nest(JsonTokens tokens)
    {
        int at = random.Next(tokens.Count + 1);
        int depth = random.Next(ShallowestNest, DeepestNest);
        string[] open = random.Next(2) == 0 ? ["["] : ["{", "\"a\"", ":"];
        string close = open.Length == 1 ? "]" : "}";
        string[] inside = tokens.Copy(tokens.ValueAt(at));
        tokens.Replace(
            tokens.ValueAt(at), [.. Enumerable.Repeat(open, depth).SelectMany(one => one), .. inside, .. Enumerable.Repeat(close, depth)]);
    }

    private byte[] Broken(byte[] text)
    {
        EditBuffer bytes = new(text);
        int at = random.Next(bytes.Length + 1);
        switch (random.Next(5))
        {
            case 0 when bytes.Length > 0:
                bytes.Bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            case 1:
                bytes.Remove(at..Math.Min(bytes.Length, at + random.Next(8)));
                break;
            case 2:
                bytes.Remove(at..);
                break;
            default:
                bytes.Insert(at, Encoding.Latin1.GetBytes(JsonLanguage.Broken(random)));
                break;
        }
        return bytes.ToArray();
    }
}
