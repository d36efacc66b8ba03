using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>
/// Decodes the escapes of validated strings: a backslash and one character, or <c>\u</c> and four hexadecimal digits for a UTF-16 code unit.
/// </summary>
internal static class JsonEscapes
{
    private const int ShortLength = 2;
    private const int LongLength = 6;

    /// <summary>Returns the length of the decoded string in bytes of UTF-8.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> raw)
    {
        int length = raw.Length;
        for (int index = raw.IndexOf((byte)'\\'); index < raw.Length; index++)
        {
            if (raw[index] == '\\')
            {
                int escape = LengthAt(raw, index);
                length += (escape == ShortLength ? 1 : Utf8LengthOf(UnitAt(raw, index))) - escape;
                index += escape - 1;
            }
        }
        return length;
    }

    /// <summary>Returns the length of the decoded string in UTF-16 code units.</summary>
    internal static int CharactersOf(ReadOnlySpan<byte> raw)
    {
        int count = Encoding.UTF8.GetCharCount(raw);
        for (int index = 0; index < raw.Length; index++)
        {
            if (raw[index] == '\\')
            {
                int escape = LengthAt(raw, index);
                count -= escape - 1;
                index += escape - 1;
            }
        }
        return count;
    }

    /// <summary>Returns the start of a string, without splitting characters or escapes.</summary>
    /// <param name="most">The maximum length in bytes.</param>
    internal static ReadOnlySpan<byte> StartOf(ReadOnlySpan<byte> raw, int most)
    {
        int end = 0;
        while (end < raw.Length)
        {
            int next = end + (raw[end] == '\\' ? LengthAt(raw, end) : Utf8SequenceAt(raw[end]));
            if (next > most)
            {
                break;
            }
            end = next;
        }
        return raw[..end];
    }

    /// <summary>Decodes the escapes into UTF-8.</summary>
    /// <param name="utf8">Room for <see cref="LengthOf"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    internal static int Undo(ReadOnlySpan<byte> raw, Span<byte> utf8)
    {
        int length = 0;
        while (raw.IndexOf((byte)'\\') is >= 0 and int plain)
        {
            raw[..plain].CopyTo(utf8[length..]);
            length += plain;
            Rune character = CharacterAt(raw, plain, out int taken);
            length += character.EncodeToUtf8(utf8[length..]);
            raw = raw[(plain + taken)..];
        }
        raw.CopyTo(utf8[length..]);
        return length + raw.Length;
    }

    /// <summary>Decodes the escapes. A surrogate pair is two escapes, and two characters of the result.</summary>
    internal static string Undo(string text)
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
                index += kind == 'u' ? LongLength : ShortLength;
            }
        }
        return decoded.ToString();
    }

    private static int LengthAt(ReadOnlySpan<byte> raw, int index) => raw[index + 1] == 'u' ? LongLength : ShortLength;

    private static Rune CharacterAt(ReadOnlySpan<byte> raw, int index, out int length)
    {
        length = LengthAt(raw, index);
        if (length == ShortLength)
        {
            return new Rune(Plain((char)raw[index + 1]));
        }
        char unit = (char)UnitAt(raw, index);
        if (!char.IsHighSurrogate(unit))
        {
            return new Rune(unit);
        }
        length += LongLength;
        return new Rune(unit, (char)UnitAt(raw, index + LongLength));
    }

    private static int UnitAt(ReadOnlySpan<byte> raw, int index)
    {
        int unit = 0;
        foreach (byte digit in raw.Slice(index + ShortLength, LongLength - ShortLength))
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return unit;
    }

    // Each half of a surrogate pair counts for two of the four bytes.
    private static int Utf8LengthOf(int unit) => unit switch
    {
        < 0x80 => 1,
        < 0x800 or (>= 0xD800 and < 0xE000) => 2,
        _ => 3,
    };

    private static int Utf8SequenceAt(byte lead) => lead switch
    {
        < 0xC0 => 1,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

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
