using System.Linq;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Jailer.ProfileCommands.Wording;

/// <summary>The constants of C that one argument of a call takes: the same number has other names elsewhere.</summary>
/// <param name="Noun">What they are, in the plural.</param>
/// <param name="Prefixes">What their names begin with.</param>
internal sealed record ConstantFamily(string Noun, params IReadOnlyList<string> Prefixes)
{
    private IReadOnlyList<NamedConstant>? _constants;

    /// <summary>What names begin with that are none of the family all the same.</summary>
    internal IReadOnlyList<string> Exceptions { get; init; } = [];

    /// <summary>Whether several may be joined.</summary>
    internal bool AreBits { get; init; }

    // The largest first: what is a value of its own is found before its bits are.
    private IReadOnlyList<NamedConstant> Constants => _constants ??=
    [
        .. NamedConstants.All.Where(constant => Begins(constant.Name, Prefixes) && !Begins(constant.Name, Exceptions))
            .OrderByDescending(constant => constant.Value),
    ];

    /// <summary>A value's name, as a profile may write it; null when it has none, or only a part of it has.</summary>
    /// <param name="value">The value.</param>
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
        return value == 0 ? string.Join('|', names) : null;
    }

    private static bool Begins(string name, IReadOnlyList<string> prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
