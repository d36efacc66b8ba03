using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A validated string in the text, not decoded yet. Check its length first: it may be as long as a body.</summary>
/// <param name="raw">The content between the quotation marks: valid UTF-8 with valid escapes.</param>
internal readonly ref struct JsonString(ReadOnlySpan<byte> raw, bool hasEscapes)
{
    // The longest form of a UTF-16 code unit: a backslash, u and four digits.
    private const int EscapeLength = 6;

    private readonly ReadOnlySpan<byte> _raw = raw;

    /// <summary>The length of the decoded string in bytes of UTF-8.</summary>
    internal int Length => hasEscapes ? JsonEscapes.LengthOf(_raw) : _raw.Length;

    /// <summary>Whether the decoded string equals a name.</summary>
    internal bool Says(JsonName name) => hasEscapes
        ? _raw.Length <= name.Text.Length * EscapeLength && Decode() == name.Text
        : _raw.SequenceEqual(name.Utf8);

    internal string Decode() => Decode(_raw);

    /// <summary>Decodes the string into UTF-8.</summary>
    /// <param name="utf8">Room for <see cref="Length"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    internal int Decode(Span<byte> utf8)
    {
        if (hasEscapes)
        {
            return JsonEscapes.Undo(_raw, utf8);
        }
        _raw.CopyTo(utf8);
        return _raw.Length;
    }

    /// <summary>Returns the start of the decoded string, as messages quote it.</summary>
    internal string Excerpt() => Linux.Errors.Excerpt.Of(Decode(Start), CharacterCount);

    /// <summary>Returns the start of the decoded string in Rust's debug format.</summary>
    internal string Quotation() => JsonQuotation.Of(Decode(Start), CharacterCount);

    private int CharacterCount => hasEscapes ? JsonEscapes.CharactersOf(_raw) : Encoding.UTF8.GetCharCount(_raw);

    private ReadOnlySpan<byte> Start => JsonEscapes.StartOf(_raw, Linux.Errors.Excerpt.MaximumLength * EscapeLength);

    private string Decode(ReadOnlySpan<byte> raw)
    {
        string text = Encoding.UTF8.GetString(raw);
        return hasEscapes ? JsonEscapes.Undo(text) : text;
    }
}
