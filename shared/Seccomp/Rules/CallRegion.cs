using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>Calls with the same number, whose arguments each lie in a set: what a rule matches, or a remainder of that.</summary>
internal sealed class CallRegion
{
    // What one rule leaves of another can be as many regions as it has bits; more than this no reviewer could follow.
    private const int MostRegions = 4096;

    private const int Arguments = 6;

    private readonly ArgumentSet[] _arguments;

    private CallRegion(ArgumentSet[] arguments) => _arguments = arguments;

    /// <summary>All calls of the number.</summary>
    internal static CallRegion All { get; } = new([.. Enumerable.Repeat(ArgumentSet.All, Arguments)]);

    /// <summary>What an argument may be.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal ArgumentSet this[int index] => _arguments[index];

    /// <summary>The arguments of a call in the region; null when it is empty.</summary>
    internal ulong[]? Witness
    {
        get
        {
            ulong[] witness = new ulong[Arguments];
            for (int index = 0; index < Arguments; index++)
            {
                if (_arguments[index].Witness is not { } argument)
                {
                    return null;
                }
                witness[index] = argument;
            }
            return witness;
        }
    }

    /// <summary>Whether the region is empty.</summary>
    internal bool IsEmpty
    {
        get
        {
            foreach (ArgumentSet arguments in _arguments)
            {
                if (arguments.IsEmpty)
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>The calls that a rule matches, regardless of its number.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static CallRegion Of(SyscallRule rule) => rule.Conditions.Aggregate(All, (region, condition) => region.And(condition));

    /// <summary>The calls of the region that satisfy a condition.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal CallRegion And(ArgumentCondition condition)
    {
        ArgumentSet[] arguments = [.. _arguments];
        arguments[condition.Index] = arguments[condition.Index].And(condition);
        return new CallRegion(arguments);
    }

    /// <summary>The calls of the region that a rule also matches; null when there are none.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal CallRegion? And(SyscallRule rule)
    {
        CallRegion both = rule.Conditions.Aggregate(this, (region, condition) => region.And(condition));
        return both.IsEmpty ? null : both;
    }

    /// <summary>What remains of regions after removing the calls that a rule matches.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static List<CallRegion> Without(IEnumerable<CallRegion> regions, SyscallRule rule)
    {
        List<CallRegion> rest = [];
        ArgumentCondition[][] negations = [.. rule.Conditions.Select(condition => condition.Negation().ToArray())];
        foreach (CallRegion region in regions)
        {
            if (region.And(rule) is null)
            {
                rest.Add(region);
                continue;
            }
            // A call escapes a rule at the first condition that fails: the remainders are disjoint, so their number stays small.
            CallRegion held = region;
            for (int index = 0; index < negations.Length; index++)
            {
                rest.AddRange(negations[index].Select(held.And).Where(piece => !piece.IsEmpty));
                held = held.And(rule.Conditions[index]);
            }
            if (rest.Count > MostRegions)
            {
                throw new RuleComplexityException();
            }
        }
        return rest;
    }
}
