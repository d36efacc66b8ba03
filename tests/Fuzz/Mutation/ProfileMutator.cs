using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates profiles: by lines, words and bytes, and by generated rules.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class ProfileMutator(Random random) : IMutator
{
    // Most inputs are short, or a run gets nowhere; a few are as long as possible, to expose quadratic behavior.
    private const int InputsPerLongOne = 5000;

    private const int MostEdits = 6;

    private readonly RuleText _rules = new(random);
    private readonly LongText _long = new(random);

    private static ReadOnlySpan<byte> Conditions => "args: ["u8;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        EditBuffer text = new(corpus.Any(random));
        if (random.Next(InputsPerLongOne) == 0)
        {
            // Not mutated further: an early error would prevent the reviews.
            text.Insert(RuleStart(text, random.Next(text.Length + 1)), Utf8(_long.Rules()));
            return text.ToArray();
        }
        int edits = 0;
        do
        {
            Edit(text, corpus);
            edits++;
        }
        while (edits < MostEdits && random.Next(2) == 0);
        return text.ToArray();
    }

    private void Edit(EditBuffer text, Corpus corpus)
    {
        int at = random.Next(text.Length + 1);
        switch (random.Next(16))
        {
            case 0 when text.Length > 0:
                text.Bytes[random.Next(text.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                text.Insert(at, Utf8(ProfileLanguage.Token(random)));
                break;
            case 2:
                text.Remove(at..Math.Min(text.Length, at + random.Next(16)));
                break;
            case 3:
                Indent(text, text.LineAround(at).Start.Value);
                break;
            case 4:
                text.Remove(text.LineAround(at));
                break;
            case 5:
                text.Insert(text.LineAround(at).Start.Value, Lines(text));
                break;
            case 6 or 7:
                text.Insert(text.LineAround(at).Start.Value, Lines(new EditBuffer(corpus.Any(random))));
                break;
            case 8:
                Swap(text, at);
                break;
            case 9 or 10 or 11:
                Range word = text.WordAround(at);
                text.Replace(word, Utf8(ProfileLanguage.Like(Encoding.ASCII.GetString(text.Bytes[word]), random)));
                break;
            case 12 when text.Bytes[at..].IndexOf(Conditions) is >= 0 and var next:
                text.Insert(at + next + Conditions.Length, Utf8(_rules.Condition() + ", "));
                break;
            default:
                text.Insert(RuleStart(text, at), Utf8(_rules.Rule()));
                break;
        }
    }

    // The start of an item in a list of rules, or the end of the text.
    private static int RuleStart(EditBuffer text, int at)
    {
        int next = text.Bytes[at..].IndexOf("\n  - "u8);
        return next < 0 ? text.Length : at + next + 1;
    }

    private void Indent(EditBuffer text, int lineStart)
    {
        if (random.Next(2) == 0 && lineStart < text.Length && text.Bytes[lineStart] == (byte)' ')
        {
            text.Remove(lineStart..(lineStart + 1));
        }
        else
        {
            text.Insert(lineStart, "    "u8[..random.Next(1, 5)]);
        }
    }

    // One to eight lines of a text.
    private byte[] Lines(EditBuffer from)
    {
        Range first = from.LineAround(random.Next(from.Length + 1));
        int end = first.End.Value;
        for (int more = random.Next(8); more > 0 && end < from.Length; more--)
        {
            end = from.LineAround(end).End.Value;
        }
        // A last line without a line end would merge with the next one.
        ReadOnlySpan<byte> lines = from.Bytes[first.Start.Value..end];
        return lines.EndsWith("\n"u8) ? lines.ToArray() : [.. lines, (byte)'\n'];
    }

    private static void Swap(EditBuffer text, int at)
    {
        Range line = text.LineAround(at);
        byte[] moved = text.Bytes[line].ToArray();
        text.Remove(line);
        text.Insert(text.LineAround(Math.Min(line.Start.Value, text.Length)).End.Value, moved);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
