using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Loading;
using Kiln.Profiles.Model;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Review;

/// <summary>Finds duplicate and unreachable rules, which mislead a reader.</summary>
internal sealed class ShadowReview(Profile profile, IncludeResolver resolver)
{
    // Each rule is compared with all before it; the shipped profiles have five for ioctl.
    private const int MostRulesOfACall = 64;

    // The profiles that each include brings in.
    private readonly HashSet<string>[] _brought =
        [.. profile.Includes.Select(include => resolver.RulesOf(include.Text).Select(rule => rule.Rule.Origin.Profile).ToHashSet())];

    /// <summary>Errors in the profile's own rules, and conflicts between its includes.</summary>
    /// <exception cref="RuleComplexityException">The conditions are too complex to analyze.</exception>
    internal IEnumerable<Diagnostic> Diagnostics()
    {
        Dictionary<int, List<ProfileRule>> earlier = [];
        foreach (ProfileRule rule in resolver.RulesOf(profile.Name))
        {
            if (!earlier.TryGetValue(rule.Rule.Number, out List<ProfileRule>? before))
            {
                earlier.Add(rule.Rule.Number, before = []);
            }
            if (before.Count == MostRulesOfACall)
            {
                yield return rule.Node.Diagnostic(
                    DiagnosticId.TooIntricate, $"more than {MostRulesOfACall} rules name this call; join them by lists of values");
                yield break;
            }
            if (before.Count > 0 && RuleReach.IsCovered(rule.Rule, before.Select(other => other.Rule)))
            {
                ProfileRule cover = before.FirstOrDefault(other => RuleReach.IsCovered(rule.Rule, [other.Rule])) ?? before[^1];
                if (Judge(rule, cover) is { } diagnostic)
                {
                    yield return diagnostic;
                }
            }
            before.Add(rule);
        }
    }

    private Diagnostic? Judge(ProfileRule rule, ProfileRule cover)
    {
        RuleOrigin place = cover.Rule.Origin;
        bool own = rule.Rule.Origin.Profile == profile.Name;
        if (own && place.Profile == profile.Name && RuleReach.IsCovered(cover.Rule, [rule.Rule]) && cover.Rule.Action == rule.Rule.Action)
        {
            return rule.Node.Diagnostic(DiagnosticId.Duplicate, $"the rule is the same as the one at {place}; keep one");
        }
        if (own)
        {
            return rule.Node.Diagnostic(
                DiagnosticId.Shadowed,
                $"the rule is never reached: {place} answers all of its calls with {cover.Rule.Action}; remove it, or put it before that one");
        }
        // Two includes may grant the same but not conflict, as their order would then decide. Conflicts within one include are reported there.
        bool within = _brought.Any(brought => brought.Contains(place.Profile) && brought.Contains(rule.Rule.Origin.Profile));
        return cover.Rule.Action == rule.Rule.Action || within
            ? null
            : profile.NameNode.Diagnostic(
                DiagnosticId.Shadowed,
                $"of two includes, {place} answers with {cover.Rule.Action} what {rule.Rule.Origin} answers with {rule.Rule.Action}; make them agree");
    }
}
