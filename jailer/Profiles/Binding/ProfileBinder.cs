using System.Linq;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;

namespace Kiln.Profiles.Binding;

/// <summary>Gives a document the meaning of a profile, or says where it has none.</summary>
internal static class ProfileBinder
{
    // Beyond these a file is something else than a profile with mistakes.
    private const int MostErrors = 50;

    // The longest name of a call has 25 letters; nobody misspells one into many more.
    private const int LongestMisspelling = 40;

    /// <summary>Binds a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="expectedName">The name of the file without its ending.</param>
    /// <param name="diagnostics">Takes what is wrong with single rules: one wrong rule does not hide the next.</param>
    /// <returns>The profile, without the rules that are wrong: worth nothing if there are any.</returns>
    /// <exception cref="ProfileException">It is not a profile.</exception>
    internal static Profile Bind(Node document, string expectedName, List<Diagnostic> diagnostics)
    {
        MappingNode fields = document.AsMapping("a profile");
        fields.AllowOnly("profile", "default", "include", "rules");
        Node name = fields.Required("profile");
        if (name.AsText("the profile's name") != expectedName)
        {
            throw name.Error(DiagnosticId.WrongName, $"the file is '{expectedName}.yaml' but the profile is {name.Kind}; make them equal");
        }
        Node action = fields.Required("default");
        if (action.AsText("default") != "trap")
        {
            throw action.Error(DiagnosticId.WrongKind, $"default is {action.Kind}; 'trap' is the one there is");
        }
        if (fields.Optional("include") is null)
        {
            fields.Required("rules");
        }
        return new Profile(expectedName, BindIncludes(fields), BindRules(fields, diagnostics));
    }

    private static ScalarNode[] BindIncludes(MappingNode fields) => fields.Optional("include") is { } include
        ? [.. include.AsList("include").Select(item => item.AsScalar("an include"))]
        : [];

    private static List<SyscallRule> BindRules(MappingNode fields, List<Diagnostic> diagnostics)
    {
        List<SyscallRule> rules = [];
        int most = diagnostics.Count + MostErrors;
        foreach (Node rule in fields.Optional("rules")?.AsList("rules") ?? [])
        {
            try
            {
                rules.AddRange(BindRule(rule));
            }
            catch (ProfileException exception) when (diagnostics.Count < most)
            {
                diagnostics.Add(exception.Diagnostic);
            }
        }
        return rules;
    }

    private static SyscallRule[] BindRule(Node node)
    {
        MappingNode rule = node.AsMapping("a rule");
        rule.AllowOnly("syscall", "args", "reason");
        rule.Required("reason").AsText("reason");
        Node calls = rule.Required("syscall");
        ArgumentCondition[] conditions = rule.Optional("args") is { } arguments
            ? [.. arguments.AsList("args").Select(ConditionBinder.Bind)]
            : [];
        IReadOnlyList<Node> names = calls is SequenceNode ? calls.AsList("syscall") : [calls];
        return [.. names.Select(name => new SyscallRule(BindNumber(name), conditions))];
    }

    private static int BindNumber(Node node)
    {
        string name = node.AsText("a system call");
        return SyscallTable.NumberOf(name)
            ?? throw node.Error(DiagnosticId.UnknownSyscall, $"there is no system call '{name}' on x86_64; {Suggestion(name)}");
    }

    private static string Suggestion(string name) => name.Length > LongestMisspelling
        ? "no name is that long"
        : "near it: " + string.Join(", ", SyscallTable.Numbers
            .Select(number => SyscallTable.NameOf(number)!)
            .OrderBy(known => EditDistance.Between(known, name))
            .ThenBy(known => known, StringComparer.Ordinal)
            .Take(3));
}
