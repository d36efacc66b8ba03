using System.Globalization;
using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Binding;

/// <summary>Parses a number: decimal, 0x hexadecimal, a C constant, or several of these joined by |.</summary>
/// <param name="architecture">The architecture whose constants apply.</param>
internal sealed class NumberBinder(SyscallArchitecture architecture)
{
    private IEnumerable<string> Names =>
        NamedConstants.All.Select(constant => constant.Name).Where(name => NamedConstants.ValueOf(architecture, name) is not null);

    /// <param name="what">What the number stands for, for messages.</param>
    /// <exception cref="ProfileException">The text is neither a number nor a known constant.</exception>
    internal ulong Bind(Node node, string what)
    {
        ulong value = 0;
        foreach (string part in node.AsText(what).Split('|', StringSplitOptions.TrimEntries))
        {
            value |= Number(part) ?? NamedConstants.ValueOf(architecture, part) ?? throw node.Error(
                DiagnosticId.UnknownConstant,
                $"'{part}' is neither a number of at most 64 bits nor a constant that profiles know; {Suggestion.For(part, Names)}; "
                + "or write its value, as 10 or 0xA");
        }
        return value;
    }

    /// <summary>Parses a number that cannot be a C constant, such as an index.</summary>
    /// <param name="what">What the number stands for, for messages.</param>
    /// <exception cref="ProfileException">The text is not a number.</exception>
    internal static ulong BindPlain(Node node, string what) =>
        Number(node.AsText(what)) ?? throw node.Error(DiagnosticId.WrongKind, $"{what} is {node.Kind}; a number is expected");

    // No leading zeros: a reader, and other YAML parsers, may take 010 for eight.
    private static ulong? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal)
                ? hexadecimal
                : null;
        }
        bool plain = text == "0" || !text.StartsWith('0');
        return plain && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
    }
}
