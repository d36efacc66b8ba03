namespace Kiln.Vmm.Json;

/// <summary>
/// A position in a text that moves forward byte by byte. It counts the bytes read as serde_json does, since the columns in messages depend on that.
/// </summary>
/// <param name="text">The text; any bytes.</param>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    /// <summary>Returned in place of a byte at the end of the text.</summary>
    internal const int End = -1;

    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The number of bytes read.</summary>
    internal int Index { get; private set; }

    /// <summary>The number of bytes not read yet.</summary>
    internal readonly int Left => _text.Length - Index;

    /// <summary>Returns the next byte, or <see cref="End"/>, without reading it.</summary>
    internal readonly int Peek() => Index < _text.Length ? _text[Index] : End;

    /// <summary>Skips white space.</summary>
    /// <returns>The next byte, or <see cref="End"/>; it is not read.</returns>
    internal int PeekToken()
    {
        while (Peek() is ' ' or '\n' or '\t' or '\r')
        {
            Index++;
        }
        return Peek();
    }

    internal void Eat() => Index++;

    /// <returns>The byte, or <see cref="End"/> without reading anything.</returns>
    internal int Next()
    {
        int next = Peek();
        Index += next == End ? 0 : 1;
        return next;
    }

    /// <summary>Reads the rest of the text.</summary>
    internal void MoveToEnd() => Index = _text.Length;

    /// <summary>Reads decimal digits, and returns whether there were any.</summary>
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
    /// <exception cref="JsonFailure">The text differs.</exception>
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

    /// <summary>Returns the bytes read from an index on.</summary>
    internal readonly ReadOnlySpan<byte> Since(int start) => _text[start..Index];

    /// <summary>Creates a failure at the last byte read.</summary>
    internal readonly JsonFailure Behind(string words) => Failure(words, Index, Math.Max(0, Index - 1));

    /// <summary>Creates a failure at the next byte.</summary>
    internal readonly JsonFailure Ahead(string words) => Failure(words, Math.Min(Index + 1, _text.Length), Index);

    /// <summary>Creates a failure of a whole value or name that ends at the last byte read.</summary>
    internal readonly JsonFailure From(string words, int start) => Failure(words, Index, start);

    private readonly JsonFailure Failure(string words, int read, int offset)
    {
        ReadOnlySpan<byte> before = _text[..read];
        int line = before.LastIndexOf((byte)'\n') + 1;
        return new JsonFailure(words, before.Count((byte)'\n') + 1, read - line, offset);
    }
}
