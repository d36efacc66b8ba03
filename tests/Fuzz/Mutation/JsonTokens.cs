using System.Text;

namespace Kiln.Fuzz.Mutation;

/// <summary>A JSON text as a list of tokens, without white space; any bytes form some tokens.</summary>
internal sealed class JsonTokens
{
    // One character per byte, so that nothing is lost.
    private static readonly Encoding _bytes = Encoding.Latin1;

    private readonly List<string> _tokens = [];

    internal JsonTokens(ReadOnlySpan<byte> text)
    {
        string rest = _bytes.GetString(text).TrimStart();
        while (rest.Length > 0)
        {
            int length = LengthOfFirst(rest);
            _tokens.Add(rest[..length]);
            rest = rest[length..].TrimStart();
        }
    }

    /// <summary>The number of tokens.</summary>
    internal int Count => _tokens.Count;

    internal string this[int index] => index < Count ? _tokens[index] : "";

    /// <summary>Joins the tokens, with random white space between them.</summary>
    /// <param name="random">Where the white space between them comes from.</param>
    internal byte[] ToText(Random random)
    {
        StringBuilder text = new();
        foreach (string token in _tokens)
        {
            text.Append(token).Append(random.Next(12) switch
            {
                0 => "\n",
                1 => "\t",
                < 5 => " ",
                _ => "",
            });
        }
        return _bytes.GetBytes(text.ToString());
    }

    /// <summary>The tokens of the value at a position: one, or all up to the closing bracket.</summary>
    internal Range ValueAt(int start)
    {
        int depth = 0;
        int end = start;
        do
        {
            depth += this[end] switch
            {
                "[" or "{" => 1,
                "]" or "}" => -1,
                _ => 0,
            };
            end++;
        }
        while (depth > 0 && end < Count);
        return start..Math.Min(end, Count);
    }

    /// <summary>The tokens of the member at a position, or else of the value there.</summary>
    internal Range ItemAt(int start) => this[start + 1] == ":" ? start..ValueAt(start + 2).End.Value : ValueAt(start);

    /// <summary>A copy of some tokens.</summary>
    internal string[] Copy(Range range) => [.. _tokens[range]];

    internal void Replace(Range range, params string[] tokens)
    {
        (int offset, int length) = range.GetOffsetAndLength(Count);
        _tokens.RemoveRange(offset, length);
        _tokens.InsertRange(offset, tokens);
    }

    private static int LengthOfFirst(string text)
    {
        if (text[0] == '"')
        {
            int end = 1;
            while (end < text.Length && text[end] != '"')
            {
                end += text[end] == '\\' ? 2 : 1;
            }
            return Math.Min(end + 1, text.Length);
        }
        const string single = "{}[],:";
        int length = text.AsSpan().IndexOfAny(single + "\" \t\r\n");
        return single.Contains(text[0], StringComparison.Ordinal) ? 1 : Math.Max(1, length < 0 ? text.Length : length);
    }
}
