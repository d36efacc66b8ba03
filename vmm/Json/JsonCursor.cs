namespace Kiln.Vmm.Json;

/// <summary>
/// A place in a text that moves forward byte by byte. It keeps serde_json's count of what has been read, which its columns are.
/// </summary>
/// <param name="text">The text; any bytes.</param>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    /// <summary>What stands behind the last byte.</summary>
    internal const int End = -1;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Bytes that have been read.</summary>
    internal int Index { get; private set; }

    /// <summary>Bytes that have not been read.</summary>
    internal readonly int Left => _text.Length - Index;

    /// <summary>The next byte, or <see cref="End"/>.</summary>
    internal readonly int Peek() => Index < _text.Length ? _text[Index] : End;

    /// <summary>Reads white space, and no further.</summary>
    /// <returns>The byte behind it, or <see cref="End"/>.</returns>
    internal int PeekToken()
    {
        while (Peek() is ' ' or '\n' or '\t' or '\r')
        {
            Index++;
        }
        return Peek();
    }

    /// <summary>Reads the byte that was peeked at.</summary>
    internal void Eat() => Index++;

    /// <summary>Reads a byte.</summary>
    /// <returns>It, or <see cref="End"/>, and then nothing was read.</returns>
    internal int Next()
    {
        int next = Peek();
        Index += next == End ? 0 : 1;
        return next;
    }

    /// <summary>Reads everything.</summary>
    internal void MoveToEnd() => Index = _text.Length;

    /// <summary>Reads decimal digits, if there are any.</summary>
    /// <returns>Whether there were.</returns>
    internal bool SkipDigits()
    {
        int start = Index;
        while (Peek() is >= '0' and <= '9')
        {
            Index++;
        }
        return Index > start;
    }

    /// <summary>Reads the rest of null, true or false.</summary>
    /// <param name="rest">The rest.</param>
    /// <exception cref="JsonFailure">Something else stands there.</exception>
    internal void TakeRest(ReadOnlySpan<byte> rest)
    {
        foreach (byte expected in rest)
        {
            int next = Next();
            if (next != expected)
            {
                throw Behind(next == End ? JsonWords.EndInValue : JsonWords.NoWord);
            }
        }
    }

    /// <summary>Bytes that have been read, from one on.</summary>
    /// <param name="start">The first.</param>
    internal readonly ReadOnlySpan<byte> Since(int start) => _text[start..Index];

    /// <summary>A failure at the last byte that was read.</summary>
    /// <param name="words">What is wrong.</param>
    internal readonly JsonFailure Behind(string words) => Failure(words, Index, Math.Max(0, Index - 1));

    /// <summary>A failure at the byte that was peeked at.</summary>
    /// <param name="words">What is wrong.</param>
    internal readonly JsonFailure Ahead(string words) => Failure(words, Math.Min(Index + 1, _text.Length), Index);

    /// <summary>A failure of a whole value or name, up to the last byte that was read.</summary>
    /// <param name="words">What is wrong.</param>
    /// <param name="start">Its first byte.</param>
    internal readonly JsonFailure From(string words, int start) => Failure(words, Index, start);

    private readonly JsonFailure Failure(string words, int read, int offset)
    {
        ReadOnlySpan<byte> before = _text[..read];
        int line = before.LastIndexOf((byte)'\n') + 1;
        return new JsonFailure(words, before.Count((byte)'\n') + 1, read - line, offset);
    }
}
