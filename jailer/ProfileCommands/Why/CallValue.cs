using System.Globalization;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Profiles.Binding;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Why;

/// <summary>Reads the value of an argument.</summary>
internal static class CallValue
{
    /// <summary>A number, or constants joined by |, as in profiles; null when it is neither.</summary>
    internal static ulong? Of(string text)
    {
        ulong value = 0;
        foreach (string part in text.Split('|'))
        {
            if (PartOf(part) is not { } bits)
            {
                return null;
            }
            value |= bits;
        }
        return value;
    }

    /// <summary>A number, or constants joined by |, as in profiles.</summary>
    /// <exception cref="JailerFailure">It is neither.</exception>
    internal static ulong Demand(string text) => Of(text) ?? throw new JailerFailure(
        $"'{text}' is neither a number nor a constant that profiles know; "
        + Suggestion.For(text.Split('|').First(part => PartOf(part) is null), NamedConstants.All.Select(constant => constant.Name)));

    /// <summary>A number: decimal, or hexadecimal with 0x. A negative one is what C passes for it, in all 64 bits.</summary>
    internal static ulong? NumberOf(string text)
    {
        if (text.StartsWith('-'))
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long negative) ? unchecked((ulong)negative) : null;
        }
        bool isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            isHexadecimal ? text.AsSpan(2) : text,
            isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong value)
                ? value
                : null;
    }

    private static ulong? PartOf(string text) => NumberOf(text) ?? NamedConstants.ValueOf(text);
}
