using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates texts of words and separators: with words of a dictionary, lines of other inputs, and bytes.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class WordMutator(Random random, IReadOnlyList<string> words, byte separator) : IMutator
{
    private const int MostEdits = 5;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        EditBuffer text = new(corpus.Any(random));
        for (int edits = random.Next(MostEdits) + 1; edits > 0; edits--)
        {
            Edit(text, corpus);
        }
        return text.ToArray();
    }

    private void Edit(EditBuffer text, Corpus corpus)
    {
        int at = random.Next(text.Length + 1);
        switch (random.Next(6))
        {
            case 0:
                text.Replace(text.WordAround(at), Word());
                break;
            case 1:
                text.Insert(at, Word());
                break;
            case 2:
                text.Replace(LineAround(text, at), Line(corpus.Any(random)));
                break;
            case 3:
                text.Insert(LineAround(text, at).Start.Value, Line(corpus.Any(random)));
                break;
            case 4:
                text.Remove(at..Math.Min(text.Length, at + random.Next(16)));
                break;
            default:
                text.Insert(at, [(byte)random.Next(256)]);
                break;
        }
    }

    private byte[] Word() => Encoding.UTF8.GetBytes(words[random.Next(words.Count)]);

    private Range LineAround(EditBuffer text, int at)
    {
        int start = text.Bytes[..at].LastIndexOf(separator) + 1;
        int end = text.Bytes[at..].IndexOf(separator);
        return start..(end < 0 ? text.Length : at + end + 1);
    }

    private byte[] Line(byte[] other)
    {
        int start = other.AsSpan(0, random.Next(other.Length + 1)).LastIndexOf(separator) + 1;
        int end = other.AsSpan(start).IndexOf(separator);
        return end < 0 ? other[start..] : other[start..(start + end + 1)];
    }
}
