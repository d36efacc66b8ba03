using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>How far a thread's filter allows a call.</summary>
/// <param name="Rules">Its rules, each of which allows.</param>
internal sealed record CallScope(string Call, IReadOnlyList<SyscallRule> Rules)
{
    internal bool IsNothing => Rules.Count == 0;

    /// <summary>Whether its arguments do not matter.</summary>
    internal bool IsUnconditional => Rules.Any(rule => rule.Conditions.Count == 0);

    /// <summary>
    /// The arguments that every rule confines: with a number where they are so many values, bare where it is one value, a range or a mask.
    /// A plus sign says that some of the rules confine more.
    /// </summary>
    internal string Text => IsNothing ? "-" : IsUnconditional ? "any" : string.Join(", ", Confined.Select(NounOf)) + (ConfinesMore ? "+" : "");

    private IEnumerable<int> Confined => Rules.Select(rule => rule.Conditions.Select(condition => condition.Index)).Aggregate((all, own) => all.Intersect(own)).Distinct().Order();

    private bool ConfinesMore => Rules.Any(rule => rule.Conditions.Select(condition => condition.Index).Except(Confined).Any());

    /// <summary>Whether it allows every call that the other one does: proven, not tried.</summary>
    internal bool Contains(CallScope other) => FilterSubset.Escapes(new RuleSet(other.Rules), new RuleSet(Rules)).Count == 0;

    private string NounOf(int index)
    {
        ArgumentCondition[] conditions = [.. Rules.SelectMany(rule => rule.Conditions).Where(condition => condition.Index == index)];
        int values = conditions.All(condition => condition.Comparison is Comparison.Equal or Comparison.In)
            ? conditions.SelectMany(condition => condition.Values).Distinct().Count()
            : 1;
        (string one, string several) = ArgumentNouns.Of(Call, index);
        return values == 1 ? one : $"{values} {several}";
    }
}
