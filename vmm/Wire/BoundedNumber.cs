using System.Globalization;
using Kiln.Linux.Errors;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>Numbers that templates write as text.</summary>
internal static class BoundedNumber
{
    /// <summary>Reads a decimal number from 0 to 2,147,483,647, without sign or space.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is one.</returns>
    internal static bool TryParseDecimal(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Reads a 32-bit number of a template that says by 0x or 0b what its digits are.</summary>
    /// <param name="reader">At the number.</param>
    /// <param name="field">The field's name, for the message.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static uint ReadPrefixed(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        string text = reader.ReadString(field, TextBounds.Word);
        return TryParsePrefixed(text, out uint number)
            ? number
            : throw reader.Failure(start, $"{field} is \"{Excerpt.Of(text)}\"; a 32-bit number with 0x or 0b before it is expected");
    }

    /// <summary>Reads a 32-bit number that says by 0x or 0b what its digits are.</summary>
    /// <param name="text">The text.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether it is one.</returns>
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
