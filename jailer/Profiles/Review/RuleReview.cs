using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Review;

/// <summary>
/// Warns of single rules: grants that are dangerous in any thread, and comparisons of another width than the kernel's. A rule's <c>allow</c>
/// accepts a warning.
/// </summary>
/// <param name="architecture">The architecture whose numbers the rules use.</param>
internal sealed class RuleReview(SyscallArchitecture architecture)
{
    /// <summary>Warnings about a profile's own rules, and <c>allow</c> entries without a matching warning.</summary>
    internal IEnumerable<Diagnostic> Diagnostics(Profile profile)
    {
        // An <c>allow</c> entry covers all calls of a rule: it is justified when any of them causes the warning.
        HashSet<ScalarNode> causes = [];
        foreach (ProfileRule rule in profile.Rules)
        {
            foreach ((string id, string message) in WarningsOf(rule.Rule))
            {
                ScalarNode? allowed = rule.Allowed.FirstOrDefault(allowed => allowed.Text == id);
                if (allowed is not null)
                {
                    causes.Add(allowed);
                }
                yield return rule.Node.Diagnostic(id, $"{message} write 'allow: [{id}]' if its reason answers for it")
                    .AcceptedBy(allowed is null ? null : rule.PlainReason);
            }
        }
        foreach (ScalarNode id in profile.Rules.SelectMany(rule => rule.Allowed).Distinct().Where(id => !causes.Contains(id)))
        {
            yield return id.Diagnostic(DiagnosticId.UnusedAllow, $"the rule gives no cause for '{id.Text}'; remove it");
        }
    }

    // The messages end where the second cure follows.
    private IEnumerable<(string Id, string Message)> WarningsOf(SyscallRule rule)
    {
        string name = SyscallTable.NameOf(architecture, rule.Number)!;
        IEnumerable<(string, string)> grants =
            from grant in DangerousGrant.All
            where grant.IsMadeBy(name, rule)
            select (grant.Id, $"{name}: {grant.Risk}; {(grant.Cure.Length > 0 ? grant.Cure : "take the rule out")}, or");
        // One for a rule: an editor marks the call, and the cure of the first is that of the next.
        IEnumerable<(string, string)> widths = rule.Conditions
            .Select(condition => WidthReview.Finding(name, condition))
            .OfType<string>()
            .Take(1)
            .Select(finding => (DiagnosticId.OtherWidth, $"{finding}, or"));
        return grants.Concat(widths);
    }
}
