using System.Globalization;

namespace Kiln.Vmm.Json;

/// <summary>Scans numbers, which start with a digit or a minus sign.</summary>
internal static class JsonNumberScanner
{
    /// <summary>Scans a number and returns its value.</summary>
    /// <param name="cursor">The position of its first character.</param>
    /// <exception cref="JsonFailure">It is not a JSON number, or exceeds the range of a double.</exception>
    internal static JsonNumber Take(ref JsonCursor cursor)
    {
        int start = cursor.Index;
        bool isNegative = cursor.Peek() == '-';
        if (isNegative)
        {
            cursor.Eat();
        }
        ulong? whole = TakeWhole(ref cursor);
        switch (cursor.Peek())
        {
            case '.':
                TakeFraction(ref cursor);
                break;
            case 'e' or 'E':
                break;
            default:
                if (whole is { } magnitude)
                {
                    return isNegative ? JsonNumber.Negative(magnitude) : JsonNumber.Of(magnitude);
                }
                break;
        }
        if (cursor.Peek() is 'e' or 'E')
        {
            bool isZero = cursor.Since(start).IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
            TakeExponent(ref cursor, isZero);
        }
        double value = double.Parse(cursor.Since(start), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? JsonNumber.Of(value) : throw cursor.Behind(JsonWords.NumberOutOfRange);
    }

    /// <summary>Skips a number. Like serde_json, does not check its range, and distinguishes fewer errors.</summary>
    /// <param name="cursor">The position of its first character.</param>
    /// <exception cref="JsonFailure">It is not a JSON number.</exception>
    internal static void Skip(ref JsonCursor cursor)
    {
        if (cursor.Peek() == '-')
        {
            cursor.Eat();
        }
        RefuseLeadingZero(ref cursor, JsonWords.BadNumber);
        cursor.SkipDigits();
        if (cursor.Peek() == '.')
        {
            cursor.Eat();
            if (!cursor.SkipDigits())
            {
                throw cursor.Ahead(JsonWords.BadNumber);
            }
        }
        if (cursor.Peek() is 'e' or 'E')
        {
            TakeExponentStart(ref cursor, JsonWords.BadNumber);
            cursor.SkipDigits();
        }
    }

    /// <returns>Null when it does not fit 64 bits.</returns>
    private static ulong? TakeWhole(ref JsonCursor cursor)
    {
        ulong value = (ulong)RefuseLeadingZero(ref cursor, JsonWords.EndInValue);
        bool fits = true;
        while (cursor.Peek() is >= '0' and <= '9' and var character)
        {
            cursor.Eat();
            ulong digit = (ulong)(character - '0');
            fits &= value <= (ulong.MaxValue - digit) / 10;
            value = (value * 10) + digit;
        }
        return fits ? value : null;
    }

    private static int RefuseLeadingZero(ref JsonCursor cursor, string wordsAtEnd)
    {
        int first = cursor.Next();
        if (first is < '0' or > '9')
        {
            throw cursor.Behind(first == JsonCursor.End ? wordsAtEnd : JsonWords.BadNumber);
        }
        return first == '0' && cursor.Peek() is >= '0' and <= '9' ? throw cursor.Ahead(JsonWords.BadNumber) : first - '0';
    }

    private static void TakeFraction(ref JsonCursor cursor)
    {
        cursor.Eat();
        if (!cursor.SkipDigits())
        {
            throw cursor.Ahead(cursor.Peek() == JsonCursor.End ? JsonWords.EndInValue : JsonWords.BadNumber);
        }
    }

    private static void TakeExponent(ref JsonCursor cursor, bool isZero)
    {
        (bool grows, long exponent) = TakeExponentStart(ref cursor, JsonWords.EndInValue);
        while (cursor.Peek() is >= '0' and <= '9' and var digit)
        {
            cursor.Eat();
            exponent = (exponent * 10) + (digit - '0');
            if (exponent > int.MaxValue)
            {
                if (grows && !isZero)
                {
                    throw cursor.Behind(JsonWords.NumberOutOfRange);
                }
                cursor.SkipDigits();
                return;
            }
        }
    }

    /// <returns>Whether the exponent has no minus, and its first digit.</returns>
    private static (bool Grows, int Digit) TakeExponentStart(ref JsonCursor cursor, string wordsAtEnd)
    {
        cursor.Eat();
        int sign = cursor.Peek();
        if (sign is '+' or '-')
        {
            cursor.Eat();
        }
        int first = cursor.Next();
        return first is >= '0' and <= '9'
            ? (sign != '-', first - '0')
            : throw cursor.Behind(first == JsonCursor.End ? wordsAtEnd : JsonWords.BadNumber);
    }
}
