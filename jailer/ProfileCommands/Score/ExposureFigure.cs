using System.Globalization;
using System.Linq;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Score;

/// <summary>Figures of exposure: 0 when nothing is permitted, 100 when every call is, whatever its arguments.</summary>
internal static class ExposureFigure
{
    private static readonly decimal _whole = ExposureWeights.Classes.Sum(each => each.Weight * each.Calls.Count);

    /// <summary>The figure of rules together, whichever programs they are from.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static decimal Of(IEnumerable<PermittedRule> rules) =>
        OfWeight(rules.GroupBy(rule => rule.Rule.Number).Sum(call => WeightOf(call.Key, call)));

    /// <summary>What one call contributes to the figure.</summary>
    /// <param name="number">The call.</param>
    /// <param name="rules">Its rules.</param>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal static decimal OfCall(int number, IEnumerable<PermittedRule> rules) => OfWeight(WeightOf(number, rules));

    /// <summary>A figure as it is told and compared, with one decimal.</summary>
    internal static decimal Rounded(decimal figure) => Math.Round(figure, 1, MidpointRounding.AwayFromZero);

    /// <summary>The text of a figure.</summary>
    internal static string Text(decimal figure) => figure.ToString("F1", CultureInfo.InvariantCulture);

    // Divided once, so that everything is exactly a hundred.
    private static decimal OfWeight(decimal weight) => 100 * weight / _whole;

    private static decimal WeightOf(int number, IEnumerable<PermittedRule> rules) =>
        CallExposure.Of(SyscallTable.NameOf(number)!, PermittedCalls.AnyOf(rules.Select(rule => rule.Calls)));
}
