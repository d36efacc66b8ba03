using System.Text.Unicode;

namespace Kiln.Vmm.Json;

/// <summary>Scans strings, from after the opening quotation mark to after the closing one.</summary>
internal static class JsonStringScanner
{
    private const int HexLength = 4;

    /// <summary>Scans and validates a string.</summary>
    /// <param name="cursor">The position after the opening quotation mark.</param>
    /// <exception cref="JsonFailure">It is not a JSON string, not valid UTF-8, or has an unpaired surrogate.</exception>
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
                    // Escapes are ASCII and complete, so the text is UTF-8 if the bytes around them are.
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

    /// <summary>Skips a string. Like serde_json, does not validate its characters.</summary>
    /// <param name="cursor">The position after the opening quotation mark.</param>
    /// <exception cref="JsonFailure">It is not a JSON string.</exception>
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
