using System.Globalization;

namespace Kiln.ProfileCommands.Wording;

/// <summary>Formats argument values of system calls.</summary>
internal static class ArgumentWords
{
    // Descriptors, counts and sizes read better in decimal; ioctl requests, masks and addresses in hexadecimal.
    private const ulong LargestDecimal = 9999;

    /// <summary>Formats a value without a name.</summary>
    internal static string Number(ulong value) => value <= LargestDecimal ? value.ToString(CultureInfo.InvariantCulture) : $"0x{value:x}";

    /// <summary>The value's constant name, or its number when it has none.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal static string Of(int call, int index, ulong value) => NameOf(call, index, value) ?? Number(value);

    /// <summary>An observed value: its number, followed by its constant name if it has one.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal static string Seen(int call, int index, ulong value) =>
        NameOf(call, index, value) is { } name ? $"{Number(value)}, {name}" : Number(value);

    /// <summary>A plural noun for the values of an argument.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal static string NounOf(int call, int index) => ConstantFamilies.Of(call, index)?.Noun ?? $"values of argument {index}";

    private static string? NameOf(int call, int index, ulong value) => ConstantFamilies.Of(call, index)?.NameOf(value);
}
