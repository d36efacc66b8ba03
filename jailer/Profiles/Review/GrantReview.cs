using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Review;

/// <summary>Reports grants that are dangerous in any thread, unless the rule's <c>allow</c> accepts them.</summary>
/// <param name="architecture">The architecture whose numbers the rules use.</param>
internal sealed class GrantReview(SyscallArchitecture architecture)
{
    /// <summary>Warnings about a profile's own rules, and <c>allow</c> entries without a matching warning.</summary>
    internal IEnumerable<Diagnostic> Diagnostics(Profile profile)
    {
        // An <c>allow</c> entry covers all calls of a rule: it is justified when any of them causes the warning.
        HashSet<ScalarNode> causes = [];
        foreach (ProfileRule rule in profile.Rules)
        {
            string name = SyscallTable.NameOf(architecture, rule.Rule.Number)!;
            foreach (DangerousGrant grant in DangerousGrant.All.Where(grant => grant.IsMadeBy(name, rule.Rule)))
            {
                if (rule.Allowed.FirstOrDefault(id => id.Text == grant.Id) is { } allowed)
                {
                    causes.Add(allowed);
                    continue;
                }
                string cure = grant.Cure.Length > 0 ? $"{grant.Cure}, or" : "take the rule out, or";
                yield return rule.Node.Diagnostic(grant.Id, $"{name}: {grant.Risk}; {cure} write 'allow: [{grant.Id}]' if its reason answers for it");
            }
        }
        foreach (ScalarNode id in profile.Rules.SelectMany(rule => rule.Allowed).Distinct().Where(id => !causes.Contains(id)))
        {
            yield return id.Diagnostic(DiagnosticId.UnusedAllow, $"the rule gives no cause for '{id.Text}'; remove it");
        }
    }
}
