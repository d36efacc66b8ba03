using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A string as it stands in the text, checked already.</summary>
/// <param name="raw">What is between its quotation marks: UTF-8, with every escape one of JSON's.</param>
/// <param name="hasEscapes">Whether it has escapes.</param>
internal readonly ref struct JsonString(ReadOnlySpan<byte> raw, bool hasEscapes)
{
    // The longest form of a character of a name: a backslash, u and four digits.
    private const int EscapeLength = 6;

    private readonly ReadOnlySpan<byte> _raw = raw;

    /// <summary>Whether it says the same as a name.</summary>
    /// <param name="name">The name.</param>
    internal bool Says(JsonName name) => hasEscapes
        ? _raw.Length <= name.Text.Length * EscapeLength && Decode() == name.Text
        : _raw.SequenceEqual(name.Utf8);

    /// <summary>What it says.</summary>
    internal string Decode()
    {
        string text = Encoding.UTF8.GetString(_raw);
        return hasEscapes ? Unescape(text) : text;
    }

    // Both are UTF-16: an escape of four digits is a unit of it, and a pair of them is a pair.
    private static string Unescape(string text)
    {
        StringBuilder decoded = new(text.Length);
        int index = 0;
        while (index < text.Length)
        {
            int plain = text.IndexOf('\\', index) is >= 0 and var next ? next : text.Length;
            decoded.Append(text, index, plain - index);
            index = plain;
            if (index < text.Length)
            {
                char kind = text[index + 1];
                decoded.Append(kind == 'u' ? (char)Convert.ToUInt16(text.Substring(index + 2, 4), 16) : Plain(kind));
                index += kind == 'u' ? EscapeLength : 2;
            }
        }
        return decoded.ToString();
    }

    private static char Plain(char kind) => kind switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => kind,
    };
}
