using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A string as it stands in the text, checked already. It is measured before anything is made of it: it may be as long as a body.</summary>
/// <param name="raw">What is between its quotation marks: UTF-8, with every escape one of JSON's.</param>
/// <param name="hasEscapes">Whether it has escapes.</param>
internal readonly ref struct JsonString(ReadOnlySpan<byte> raw, bool hasEscapes)
{
    // The longest form of a character of UTF-16: a backslash, u and four digits.
    private const int EscapeLength = 6;

    private readonly ReadOnlySpan<byte> _raw = raw;

    /// <summary>How many bytes it takes in UTF-8.</summary>
    internal int Length => hasEscapes ? JsonEscapes.LengthOf(_raw) : _raw.Length;

    /// <summary>Whether it says the same as a name.</summary>
    /// <param name="name">The name.</param>
    internal bool Says(JsonName name) => hasEscapes
        ? _raw.Length <= name.Text.Length * EscapeLength && Decode() == name.Text
        : _raw.SequenceEqual(name.Utf8);

    /// <summary>What it says.</summary>
    internal string Decode() => Decode(_raw);

    /// <summary>What it says as a message quotes it, which is no more than its start.</summary>
    internal string Excerpt() => Linux.Errors.Excerpt.Of(Decode(Start), CharacterCount);

    /// <summary>What it says as Rust's debug format quotes it, which is no more than its start.</summary>
    internal string Quotation() => JsonQuotation.Of(Decode(Start), CharacterCount);

    private int CharacterCount => hasEscapes ? JsonEscapes.CharactersOf(_raw) : Encoding.UTF8.GetCharCount(_raw);

    private ReadOnlySpan<byte> Start => JsonEscapes.StartOf(_raw, Linux.Errors.Excerpt.MaximumLength * EscapeLength);

    private string Decode(ReadOnlySpan<byte> raw)
    {
        string text = Encoding.UTF8.GetString(raw);
        return hasEscapes ? JsonEscapes.Undo(text) : text;
    }
}
