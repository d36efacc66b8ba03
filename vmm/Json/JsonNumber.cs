using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kiln.Vmm.Json;

/// <summary>A number as serde_json represents it: unsigned, signed or floating-point.</summary>
internal readonly struct JsonNumber
{
    private readonly long _bits;

    private JsonNumber(JsonNumberKind kind, long bits)
    {
        Kind = kind;
        _bits = bits;
    }

    /// <summary>The most bytes of a number as text: a sign, 17 digits, a point, and <c>e-308</c>.</summary>
    internal const int LongestText = 24;

    internal JsonNumberKind Kind { get; }

    /// <summary>The value, if the kind is <see cref="JsonNumberKind.Unsigned"/>.</summary>
    internal ulong Unsigned => (ulong)_bits;

    /// <summary>Creates an unsigned number.</summary>
    internal static JsonNumber Of(ulong value) => new(JsonNumberKind.Unsigned, (long)value);

    /// <summary>Creates a number with a minus sign. It becomes floating-point if it is zero or does not fit 64 bits.</summary>
    /// <param name="magnitude">The number without the sign.</param>
    internal static JsonNumber Negative(ulong magnitude) =>
        magnitude is > 0 and <= 1UL << 63 ? new JsonNumber(JsonNumberKind.Signed, (long)(0 - magnitude)) : Of(-(double)magnitude);

    /// <summary>Creates a floating-point number: one with a fraction, an exponent, or more than 64 bits.</summary>
    internal static JsonNumber Of(double value) => new(JsonNumberKind.Floating, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes the number as serde_json does.</summary>
    /// <param name="utf8">At least <see cref="LongestText"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    internal int Format(Span<byte> utf8) => Kind switch
    {
        JsonNumberKind.Unsigned => Utf8Formatter.TryFormat(Unsigned, utf8, out int length) ? length : 0,
        JsonNumberKind.Signed => Utf8Formatter.TryFormat(_bits, utf8, out int length) ? length : 0,
        _ => Encoding.ASCII.GetBytes(Shortest(BitConverter.Int64BitsToDouble(_bits)), utf8),
    };

    /// <summary>Formats the number as serde's messages do: <c>integer `-1`</c>.</summary>
    public override string ToString() => Kind switch
    {
        JsonNumberKind.Unsigned => $"integer `{Unsigned}`",
        JsonNumberKind.Signed => $"integer `{_bits}`",
        _ => $"floating point `{Shortest(BitConverter.Int64BitsToDouble(_bits))}`",
    };

    // The shortest digits that identify the number, in Rust's format: 1.5, 100.0, 1e-7, 1.8446744073709552e19.
    private static string Shortest(double value)
    {
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string mantissa = parts[0].Replace(".", "", StringComparison.Ordinal);
        string digits = mantissa.TrimStart('0');
        // The number of digits before the decimal point, or, if negative, of zeros after it.
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
