using System.Globalization;
using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Score;

/// <summary>A rule without which the figure in all would be lower.</summary>
/// <param name="Places">Where it is written; several when the same is written more than once, and only without all of them the figure falls.</param>
/// <param name="Conditions">Its conditions in words.</param>
/// <param name="Points">How much lower the figure would be.</param>
internal sealed record ExposureCut(IReadOnlyList<RuleOrigin> Places, string Call, string Conditions, decimal Points)
{
    /// <summary>The reason of the rule, or of the first of those that say the same.</summary>
    internal required string Reason { get; init; }

    /// <summary>Points are smaller than figures, and have two decimals.</summary>
    internal string PointsText => Points.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Where it is written, in words.</summary>
    internal string PlaceText => string.Join(" and ", Places);

    /// <summary>All cuts that lower the figure, the best first.</summary>
    /// <param name="rules">The rules of the programs that run together.</param>
    /// <param name="reasons">The rules' reasons by place.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static IReadOnlyList<ExposureCut> Of(IReadOnlyList<PermittedRule> rules, IReadOnlyDictionary<RuleOrigin, string> reasons) =>
    [
        .. rules.GroupBy(rule => rule.Rule.Number).SelectMany(call => OfCall(call.Key, [.. call], reasons)).Where(cut => cut.Points > 0)
            .OrderByDescending(cut => cut.Points).ThenBy(cut => cut.PlaceText, StringComparer.Ordinal),
    ];

    private static IEnumerable<ExposureCut> OfCall(int number, IReadOnlyList<PermittedRule> rules, IReadOnlyDictionary<RuleOrigin, string> reasons)
    {
        decimal whole = ExposureFigure.OfCall(number, rules);
        foreach (IGrouping<string, PermittedRule> same in rules.GroupBy(rule => ConditionWords.Of(rule.Rule)))
        {
            HashSet<PermittedRule> cut = [.. same];
            decimal rest = ExposureFigure.OfCall(number, rules.Where(rule => !cut.Contains(rule)));
            RuleOrigin[] places = [.. same.Select(rule => rule.Rule.Origin).Distinct().OrderBy(place => place.ToString(), StringComparer.Ordinal)];
            yield return new ExposureCut(places, SyscallTable.NameOf(number)!, same.Key, Math.Round(whole - rest, 2, MidpointRounding.AwayFromZero))
            {
                Reason = reasons[places[0]],
            };
        }
    }
}
