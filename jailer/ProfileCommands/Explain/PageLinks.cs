using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary>Links to the rules that a page has.</summary>
internal sealed class PageLinks
{
    private readonly Dictionary<string, string> _anchors;

    private PageLinks(Dictionary<string, string> anchors) => _anchors = anchors;

    internal static PageLinks Of(Policy policy) => new(policy.Programs.SelectMany(program => program.Rules).Select(rule => rule.Place).Distinct()
        .ToDictionary(place => place.ToString(), WrittenRule.AnchorOf));

    /// <summary>A cell with the place of a rule, which leads to the rule where the page has it.</summary>
    internal PageCell To(RuleOrigin place) => To(place.ToString());

    /// <summary>A cell with the places of rules as they are written.</summary>
    internal PageCell To(params IReadOnlyList<string> places) => new("place", Joined(", ", places.Select(place => TextTo(place, place))));

    /// <summary>The conditions of rules, each of which leads to its rule.</summary>
    internal PageCell ToConditions(IReadOnlyList<ExplainedRule> rules) =>
        new("grant", Joined(CallDifference.Or, rules.Select(rule => TextTo(rule.Place.ToString(), rule.ConditionText))));

    private static PageText[] Joined(string separator, IEnumerable<PageText> texts) =>
        [.. texts.SelectMany(text => (PageText[])[new PageText(separator, null), text]).Skip(1)];

    private PageText TextTo(string place, string text) => new(text, _anchors.GetValueOrDefault(place));
}
