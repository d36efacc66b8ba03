using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>The escapes of strings that were checked: a backslash and one character, or u and four digits for a unit of UTF-16.</summary>
internal static class JsonEscapes
{
    private const int ShortLength = 2;
    private const int LongLength = 6;

    /// <summary>How many bytes a string takes in UTF-8 without its escapes.</summary>
    /// <param name="raw">The string.</param>
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

    /// <summary>How many characters of UTF-16 a string has without its escapes.</summary>
    /// <param name="raw">The string.</param>
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

    /// <summary>The start of a string, of whole characters and escapes.</summary>
    /// <param name="raw">The string.</param>
    /// <param name="most">How many bytes of it at most.</param>
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

    /// <summary>Takes the escapes out. Both are UTF-16: an escape of four digits is a unit of it, and a pair of them is a pair.</summary>
    /// <param name="text">The text with escapes.</param>
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

    private static int UnitAt(ReadOnlySpan<byte> raw, int index)
    {
        int unit = 0;
        foreach (byte digit in raw.Slice(index + ShortLength, LongLength - ShortLength))
        {
            unit = (unit << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }
        return unit;
    }

    // Half of a pair is half of its four bytes.
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
