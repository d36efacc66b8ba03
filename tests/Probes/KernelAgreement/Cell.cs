using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;

namespace Kiln.Probes.KernelAgreement;

/// <summary>A case that must be met: a condition of a kind, in a rule with an action, asked about an argument that lies so to it.</summary>
/// <param name="Situation">Where the argument lies.</param>
internal readonly record struct Cell(Comparison Comparison, ArgumentWidth Width, SeccompAction Action, Situation Situation)
{
    internal static IReadOnlyList<Cell> All { get; } =
    [
        .. from comparison in Enum.GetValues<Comparison>()
           from width in Enum.GetValues<ArgumentWidth>()
           from action in Agreement.Actions
           from situation in Enum.GetValues<Situation>()
           select new Cell(comparison, width, action, situation),
    ];

    /// <summary>The situations of an argument.</summary>
    /// <param name="argument">All 64 bits of the argument.</param>
    internal static IEnumerable<Situation> SituationsOf(ArgumentCondition condition, ulong argument)
    {
        yield return condition.Matches(argument) ? Situation.Matching : Situation.NotMatching;
        foreach (Situation situation in condition.Values.Select(value => Of(value, argument)).OfType<Situation>().Distinct())
        {
            yield return situation;
        }
    }

    private static Situation? Of(ulong value, ulong argument) => argument switch
    {
        _ when argument == value => Situation.At,
        _ when value != 0 && argument == value - 1 => Situation.Below,
        _ when value != ulong.MaxValue && argument == value + 1 => Situation.Above,
        _ when (uint)argument == (uint)value => Situation.OtherHighHalf,
        _ => null,
    };
}
