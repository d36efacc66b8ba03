using System.Globalization;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;

namespace Kiln.Profiles.Binding;

/// <summary>Gives text the meaning of a number: decimal, 0x hexadecimal, a constant's name, or several of these joined by |.</summary>
internal static class NumberBinder
{
    /// <summary>Binds a number.</summary>
    /// <param name="node">The text.</param>
    /// <param name="what">What it stands for.</param>
    /// <exception cref="ProfileException">It is not a number, or a constant that the language does not know.</exception>
    internal static ulong Bind(Node node, string what)
    {
        ulong value = 0;
        foreach (string part in node.AsText(what).Split('|', StringSplitOptions.TrimEntries))
        {
            value |= BindPart(node, part);
        }
        return value;
    }

    private static ulong BindPart(Node node, string part)
    {
        bool hexadecimal = part.StartsWith("0x", StringComparison.Ordinal);
        if (hexadecimal
            ? ulong.TryParse(part.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number)
            : ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return number;
        }
        return NamedConstants.ValueOf(part) ?? throw node.Error(
            DiagnosticId.UnknownConstant, $"'{part}' is neither a number of at most 64 bits nor a constant that profiles know; write its value in hexadecimal");
    }
}
