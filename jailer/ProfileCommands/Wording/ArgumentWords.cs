using System.Globalization;

namespace Kiln.Jailer.ProfileCommands.Wording;

/// <summary>What values mean as arguments of a call.</summary>
internal static class ArgumentWords
{
    // Descriptors, counts and sizes read better in decimal; requests, masks and addresses do not.
    private const ulong LargestDecimal = 9999;

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    internal static string Number(ulong value) => value <= LargestDecimal ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";

    /// <summary>A value's name where it has one, else its number.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">Which argument, from 0.</param>
    /// <param name="value">The value.</param>
    internal static string Of(int call, int index, ulong value) => NameOf(call, index, value) ?? Number(value);

    /// <summary>A value as somebody saw it: its number, and its name where it has one.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">Which argument, from 0.</param>
    /// <param name="value">The value.</param>
    internal static string Seen(int call, int index, ulong value) =>
        NameOf(call, index, value) is { } name ? $"{Number(value)}, {name}" : Number(value);

    /// <summary>What the values of an argument are, in the plural.</summary>
    /// <param name="call">The call.</param>
    /// <param name="index">Which argument, from 0.</param>
    internal static string NounOf(int call, int index) => ConstantFamilies.Of(call, index)?.Noun ?? $"values of argument {index}";

    private static string? NameOf(int call, int index, ulong value) => ConstantFamilies.Of(call, index)?.NameOf(value);
}
