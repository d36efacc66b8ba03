using System.Globalization;
using Kiln.Linux.Errors;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Parses the numbers that CPU templates write as strings.</summary>
internal static class BoundedNumber
{
    /// <summary>Parses a decimal number from 0 to 2,147,483,647, without sign or spaces.</summary>
    internal static bool TryParseDecimal(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a 32-bit number with the prefix 0x or 0b.</summary>
    /// <param name="field">The name of the field, for the error message.</param>
    /// <exception cref="JsonFailure"/>
    internal static uint ReadPrefixed(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string text = reader.ReadString(field, TextBounds.Word);
        return TryParsePrefixed(text, out uint number)
            ? number
            : throw reader.Failure(start, $"{field} is \"{Excerpt.Of(text)}\"; a 32-bit number with 0x or 0b before it is expected");
    }

    /// <summary>Parses a 32-bit number with the prefix 0x or 0b.</summary>
    internal static bool TryParsePrefixed(ReadOnlySpan<char> text, out uint number)
    {
        number = 0;
        return text switch
        {
            ['0', 'x', .. var digits] => uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number),
            ['0', 'b', .. var digits] => uint.TryParse(digits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }
}
