using System.Linq;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Wording;

/// <summary>The C constants that an argument takes: the same number has other names in other contexts.</summary>
/// <param name="Noun">A plural noun for the values.</param>
/// <param name="Prefixes">Prefixes of the constants' names.</param>
internal sealed record ConstantFamily(string Noun, params IReadOnlyList<string> Prefixes)
{
    private IReadOnlyList<NamedConstant>? _constants;

    /// <summary>Prefixes that match but belong to another family.</summary>
    internal IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <summary>Whether the constants are flags that can be combined.</summary>
    internal bool AreBits { get; init; }

    /// <summary>Flags that say how beside a constant that says what; without another one beside them, that is the one whose value is zero.</summary>
    internal IReadOnlyList<string> Manners { get; init; } = [];

    // Largest first, so that a value with its own name is found before its single bits.
    private IReadOnlyList<NamedConstant> Constants => _constants ??=
    [
        .. NamedConstants.All.Where(constant => Begins(constant.Name, Prefixes) && !Begins(constant.Name, Exceptions))
            .OrderByDescending(constant => constant.Value),
    ];

    /// <summary>The name as a profile may write it; null when the value, or a bit of it, has none.</summary>
    internal string? NameOf(ulong value)
    {
        if (!AreBits || value == 0)
        {
            return Constants.FirstOrDefault(constant => constant.Value == value)?.Name;
        }
        List<string> names = [];
        foreach (NamedConstant constant in Constants)
        {
            if (constant.Value != 0 && (value & constant.Value) == constant.Value)
            {
                names.Insert(0, constant.Name);
                value &= ~constant.Value;
            }
        }
        if (names.All(Manners.Contains))
        {
            names.Insert(0, Constants[^1].Name);
        }
        return value == 0 ? string.Join('|', names) : null;
    }

    private static bool Begins(string name, IReadOnlyList<string> prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
