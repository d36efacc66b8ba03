using System.Linq;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;

namespace Kiln.Profiles.Binding;

/// <summary>Gives a document the meaning of a profile, or says where it has none.</summary>
internal static class ProfileBinder
{
    /// <summary>Binds a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="expectedName">The name of the file without its ending.</param>
    /// <exception cref="ProfileException">It is not a profile.</exception>
    internal static Profile Bind(Node document, string expectedName)
    {
        MappingNode fields = document.AsMapping("a profile");
        fields.AllowOnly("profile", "default", "include", "rules");
        Node name = fields.Required("profile");
        if (name.AsText("the profile's name") != expectedName)
        {
            throw name.Error(DiagnosticId.WrongName, $"the file is '{expectedName}.yaml' but the profile is '{name.AsText("name")}'; make them equal");
        }
        Node action = fields.Required("default");
        if (action.AsText("default") != "trap")
        {
            throw action.Error(DiagnosticId.WrongKind, $"default is {action.Kind}; 'trap' is the one there is");
        }
        return new Profile(expectedName, BindIncludes(fields), BindRules(fields));
    }

    private static ScalarNode[] BindIncludes(MappingNode fields) => fields.Optional("include") is { } include
        ? [.. include.AsList("include").Select(item =>
            {
                item.AsText("an include");
                return (ScalarNode)item;
            })]
        : [];

    private static SyscallRule[] BindRules(MappingNode fields) =>
        fields.Optional("rules") is { } rules ? [.. rules.AsList("rules").SelectMany(BindRule)] : [];

    private static IEnumerable<SyscallRule> BindRule(Node node)
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
            ?? throw node.Error(DiagnosticId.UnknownSyscall, $"there is no system call '{name}' on x86_64; near it: {string.Join(", ", Near(name))}");
    }

    private static IEnumerable<string> Near(string name) => SyscallTable.Numbers
        .Select(number => SyscallTable.NameOf(number)!)
        .OrderBy(known => EditDistance.Between(known, name))
        .ThenBy(known => known, StringComparer.Ordinal)
        .Take(3);
}
