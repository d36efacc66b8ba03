using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;

namespace Kiln.Profiles.Loading;

/// <summary>Collects the rules of a profile: those of its includes, each profile once, then its own.</summary>
internal sealed class IncludeResolver(ProfileLoader loader, List<Diagnostic> diagnostics)
{
    // The shipped profiles nest three deep; the bound keeps a chain of hostile files from exhausting the stack.
    private const int MaximumDepth = 16;

    /// <summary>All rules of a profile, in order of evaluation.</summary>
    internal IReadOnlyList<ProfileRule> RulesOf(string name)
    {
        List<ProfileRule> rules = [];
        Collect(name, [], [], rules);
        return rules;
    }

    // A profile that is included twice counts once, so a program does not grow with the number of paths to a rule.
    private void Collect(string name, IReadOnlyList<string> above, HashSet<string> collected, List<ProfileRule> rules)
    {
        if (!collected.Add(name) || loader.Load(name) is not { } profile)
        {
            return;
        }
        string[] path = [.. above, name];
        foreach (ScalarNode include in profile.Includes)
        {
            if (ReasonAgainst(include, path) is { } diagnostic)
            {
                diagnostics.Add(diagnostic);
            }
            else
            {
                Collect(include.Text, path, collected, rules);
            }
        }
        rules.AddRange(profile.Rules);
    }

    private Diagnostic? ReasonAgainst(ScalarNode include, string[] path)
    {
        if (path.Contains(include.Text))
        {
            string circle = string.Join(" includes ", path.SkipWhile(name => name != include.Text));
            return include.Diagnostic(DiagnosticId.IncludeCycle, $"{circle} includes {include.Text}: a circle; take one include out of it");
        }
        if (!loader.Exists(include.Text))
        {
            return include.Diagnostic(DiagnosticId.UnknownInclude, $"there is no profile '{include.Text}' beside this one");
        }
        return path.Length < MaximumDepth
            ? null
            : include.Diagnostic(DiagnosticId.OverLimit, $"includes nest deeper than {MaximumDepth}; include it further up");
    }
}
