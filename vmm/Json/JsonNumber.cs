using System.Globalization;

namespace Kiln.Vmm.Json;

/// <summary>A number as serde_json has it: a whole one with or without a sign, or a floating one.</summary>
internal readonly struct JsonNumber
{
    private readonly long _bits;

    private JsonNumber(JsonNumberKind kind, long bits)
    {
        Kind = kind;
        _bits = bits;
    }

    /// <summary>Which of the three it is.</summary>
    internal JsonNumberKind Kind { get; }

    /// <summary>The number, when it is <see cref="JsonNumberKind.Unsigned"/>.</summary>
    internal ulong Unsigned => (ulong)_bits;

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    internal static JsonNumber Of(ulong value) => new(JsonNumberKind.Unsigned, (long)value);

    /// <summary>A number with a minus before it. Zero and what does not fit 64 bits is a floating one.</summary>
    /// <param name="magnitude">The number without the minus.</param>
    internal static JsonNumber Negative(ulong magnitude) =>
        magnitude is > 0 and <= 1UL << 63 ? new JsonNumber(JsonNumberKind.Signed, (long)(0 - magnitude)) : Of(-(double)magnitude);

    /// <summary>A number with a fraction, an exponent, or more than 64 bits.</summary>
    /// <param name="value">The number.</param>
    internal static JsonNumber Of(double value) => new(JsonNumberKind.Floating, BitConverter.DoubleToInt64Bits(value));

    /// <summary>For messages, as serde says it: <c>integer `-1`</c>.</summary>
    public override string ToString() => Kind switch
    {
        JsonNumberKind.Unsigned => $"integer `{Unsigned}`",
        JsonNumberKind.Signed => $"integer `{_bits}`",
        _ => $"floating point `{Shortest(BitConverter.Int64BitsToDouble(_bits))}`",
    };

    // The shortest digits that mean the number, written as Rust's libraries write them: 1.5, 100.0, 1e-7, 1.8446744073709552e19.
    private static string Shortest(double value)
    {
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string mantissa = parts[0].Replace(".", "", StringComparison.Ordinal);
        string digits = mantissa.TrimStart('0');
        // Digits before the decimal point, or as a negative number zeros behind it.
        int point = (parts[0] + '.').IndexOf('.') - (mantissa.Length - digits.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        string sign = double.IsNegative(value) ? "-" : "";
        return sign + digits switch
        {
            "" => "0.0",
            _ when point is > 0 and <= 16 && digits.Length <= point => digits.PadRight(point, '0') + ".0",
            _ when point is > 0 and <= 16 => digits.Insert(point, "."),
            _ when point is > -5 and <= 0 => "0." + new string('0', -point) + digits,
            [_] => $"{digits}e{point - 1}",
            _ => $"{digits.Insert(1, ".")}e{point - 1}",
        };
    }
}
