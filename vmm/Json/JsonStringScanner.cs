using System.Text.Unicode;

namespace Kiln.Vmm.Json;

/// <summary>Reads strings, from behind their first quotation mark to behind their last.</summary>
internal static class JsonStringScanner
{
    private const int HexLength = 4;

    /// <summary>Reads a string that will be looked at.</summary>
    /// <param name="cursor">Behind the quotation mark.</param>
    /// <exception cref="JsonFailure">It is no string of JSON, not UTF-8, or has half of a surrogate pair.</exception>
    internal static JsonString Take(scoped ref JsonCursor cursor)
    {
        int start = cursor.Index;
        bool hasEscapes = false;
        while (true)
        {
            switch (PeekSpecial(ref cursor))
            {
                case JsonCursor.End:
                    throw cursor.Behind(JsonWords.EndInString);
                case '"':
                    ReadOnlySpan<byte> raw = cursor.Since(start);
                    cursor.Eat();
                    // Escapes are ASCII and whole characters: the text is UTF-8 when the bytes around them are.
                    return Utf8.IsValid(raw) ? new JsonString(raw, hasEscapes) : throw cursor.Behind(JsonWords.NotUtf8);
                case '\\':
                    cursor.Eat();
                    hasEscapes = true;
                    TakeEscape(ref cursor);
                    break;
                default:
                    cursor.Eat();
                    throw cursor.Behind(JsonWords.ControlCharacter);
            }
        }
    }

    /// <summary>Reads a string that nobody asked for; like serde_json it does not look what its characters are.</summary>
    /// <param name="cursor">Behind the quotation mark.</param>
    /// <exception cref="JsonFailure">It is no string of JSON.</exception>
    internal static void Skip(ref JsonCursor cursor)
    {
        while (true)
        {
            switch (PeekSpecial(ref cursor))
            {
                case JsonCursor.End:
                    throw cursor.Behind(JsonWords.EndInString);
                case '"':
                    cursor.Eat();
                    return;
                case '\\':
                    cursor.Eat();
                    if (TakeEscapeKind(ref cursor) == 'u')
                    {
                        TakeHex(ref cursor);
                    }
                    break;
                default:
                    throw cursor.Behind(JsonWords.ControlCharacter);
            }
        }
    }

    private static int PeekSpecial(ref JsonCursor cursor)
    {
        while (cursor.Peek() is >= ' ' and not '"' and not '\\')
        {
            cursor.Eat();
        }
        return cursor.Peek();
    }

    private static int TakeEscapeKind(ref JsonCursor cursor)
    {
        int kind = cursor.Next();
        return kind switch
        {
            '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' or 'u' => kind,
            JsonCursor.End => throw cursor.Behind(JsonWords.EndInString),
            _ => throw cursor.Behind(JsonWords.BadEscape),
        };
    }

    private static void TakeEscape(ref JsonCursor cursor)
    {
        if (TakeEscapeKind(ref cursor) != 'u')
        {
            return;
        }
        int unit = TakeHex(ref cursor);
        if (char.IsLowSurrogate((char)unit))
        {
            throw cursor.Behind(JsonWords.LoneSurrogate);
        }
        if (char.IsHighSurrogate((char)unit))
        {
            TakeOfPair(ref cursor, '\\');
            TakeOfPair(ref cursor, 'u');
            if (!char.IsLowSurrogate((char)TakeHex(ref cursor)))
            {
                throw cursor.Behind(JsonWords.LoneSurrogate);
            }
        }
    }

    private static void TakeOfPair(ref JsonCursor cursor, int expected)
    {
        int next = cursor.Next();
        if (next != expected)
        {
            throw cursor.Behind(next == JsonCursor.End ? JsonWords.EndInString : JsonWords.HalfSurrogate);
        }
    }

    private static int TakeHex(ref JsonCursor cursor)
    {
        if (cursor.Left < HexLength)
        {
            cursor.MoveToEnd();
            throw cursor.Behind(JsonWords.EndInString);
        }
        int unit = 0;
        for (int count = 0; count < HexLength; count++)
        {
            unit = (unit << 4) | cursor.Next() switch
            {
                >= '0' and <= '9' and var digit => digit - '0',
                >= 'a' and <= 'f' and var digit => digit - 'a' + 10,
                >= 'A' and <= 'F' and var digit => digit - 'A' + 10,
                _ => throw cursor.Behind(JsonWords.BadEscape),
            };
        }
        return unit;
    }
}
