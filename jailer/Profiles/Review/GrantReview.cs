using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Review;

/// <summary>Finds grants that are dangerous whoever has them, unless the rule says by <c>allow</c> that its reason answers for it.</summary>
/// <param name="architecture">Whose numbers the rules have.</param>
internal sealed class GrantReview(SyscallArchitecture architecture)
{
    /// <summary>The warnings about a profile's own rules, and the allowances that there is no cause for.</summary>
    /// <param name="profile">The profile.</param>
    internal IEnumerable<Diagnostic> Diagnostics(Profile profile)
    {
        // An allowance is written once for all calls of a rule: it has a cause when any of them does.
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
