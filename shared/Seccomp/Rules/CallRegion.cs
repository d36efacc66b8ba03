using System.Linq;

namespace Kiln.Seccomp.Rules;

/// <summary>Calls of one number whose arguments lie in a set each: what one rule matches, or what is left of that.</summary>
internal sealed class CallRegion
{
    // What is left of one rule behind another can be as many regions as it has bits; more than these is nothing that a reviewer follows.
    private const int MostRegions = 4096;

    private const int Arguments = 6;

    private readonly ArgumentSet[] _arguments;

    private CallRegion(ArgumentSet[] arguments) => _arguments = arguments;

    /// <summary>Every call of the number.</summary>
    internal static CallRegion All { get; } = new([.. Enumerable.Repeat(ArgumentSet.All, Arguments)]);

    /// <summary>Arguments of a call in the region; null when there is none.</summary>
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

    /// <summary>Whether there is no call in the region.</summary>
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

    /// <summary>The calls that a rule matches, whatever its number.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
    internal static CallRegion Of(SyscallRule rule) => rule.Conditions.Aggregate(All, (region, condition) => region.And(condition));

    /// <summary>The calls of the region that satisfy a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
    internal CallRegion And(ArgumentCondition condition)
    {
        ArgumentSet[] arguments = [.. _arguments];
        arguments[condition.Index] = arguments[condition.Index].And(condition);
        return new CallRegion(arguments);
    }

    /// <summary>The calls of the region that a rule matches too; null when there are none.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
    internal CallRegion? And(SyscallRule rule)
    {
        CallRegion both = rule.Conditions.Aggregate(this, (region, condition) => region.And(condition));
        return both.IsEmpty ? null : both;
    }

    /// <summary>What is left of regions when the calls that a rule matches are taken out.</summary>
    /// <param name="regions">The regions.</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="RuleComplexityException">It cannot be reasoned about.</exception>
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
            // A call escapes a rule by the first condition that does not hold: what is left does not overlap, so it stays small.
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
