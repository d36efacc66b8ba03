using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Binding;

/// <summary>Translates a document into a profile, or reports why it is not one.</summary>
/// <param name="architecture">The architecture whose system calls and constants apply.</param>
/// <param name="constants">Finds the files of constants that a profile includes.</param>
/// <param name="diagnostics">Collects the errors of single rules, so that one wrong rule does not hide the next.</param>
internal sealed class ProfileBinder(SyscallArchitecture architecture, IConstantFiles constants, List<Diagnostic> diagnostics)
{
    // With more errors, the file is probably not a profile at all.
    private const int MostErrors = 50;

    // Six arguments, each with two bounds and some masks; a set stores the count in a byte.
    private const int MostConditions = 24;

    private readonly SyscallBinder _calls = new(architecture);
    private readonly ConditionBinder _conditions = new(new NumberBinder(architecture));

    /// <param name="expectedName">The file's name without its extension.</param>
    /// <returns>The profile without its invalid rules; unusable if any error was reported.</returns>
    /// <exception cref="ProfileException">The document is not a profile.</exception>
    internal Profile Bind(Node document, string expectedName)
    {
        MappingNode fields = document.AsMapping("a profile");
        fields.AllowOnly("profile", "default", "include", "common", "rules");
        Node name = fields.Required("profile");
        if (name.AsText("the profile's name") != expectedName)
        {
            throw name.Error(DiagnosticId.WrongName, $"the file is '{expectedName}.yaml' but the profile is {name.Kind}; make them equal");
        }
        Node fallback = fields.Required("default");
        FilterAction action = ActionBinder.BindDefault(fallback);
        if (fields.Optional("include") is null)
        {
            fields.Required("rules");
        }
        ScalarNode[] includes = BindIncludes(fields);
        ScalarNode[] profiles = [.. includes.Where(include => !constants.Has(include.Text))];
        ConstantScope? scope = constants.ScopeOf(includes.Except(profiles));
        // Without the constants' scope, an error for every use of a name would be noise.
        List<ProfileRule> rules = scope is null ? [] : BindRules(fields, expectedName, scope);
        return new Profile(expectedName, name, action, fallback, profiles, BindCommon(fields), rules);
    }

    private static ScalarNode[] BindIncludes(MappingNode fields) => fields.Optional("include") is { } include
        ? [.. RefuseRepeated(include.AsList("include"), "an include").Select(item => item.AsScalar("an include"))]
        : [];

    private (int Number, Node Node)[] BindCommon(MappingNode fields) => fields.Optional("common") is { } common
        ? [.. RefuseRepeated(common.AsList("common"), "a system call").Select(item => (_calls.Bind(item), item))]
        : [];

    private List<ProfileRule> BindRules(MappingNode fields, string profile, ConstantScope scope)
    {
        List<ProfileRule> rules = [];
        int most = diagnostics.Count + MostErrors;
        foreach (Node rule in fields.Optional("rules")?.AsList("rules") ?? [])
        {
            try
            {
                rules.AddRange(BindRule(rule, profile, scope));
            }
            catch (ProfileException exception) when (diagnostics.Count < most)
            {
                diagnostics.Add(exception.Diagnostic);
            }
        }
        return rules;
    }

    private ProfileRule[] BindRule(Node node, string profile, ConstantScope scope)
    {
        MappingNode rule = node.AsMapping("a rule");
        rule.AllowOnly("syscall", "args", "action", "reason", "allow", "untested");
        string reason = BindReason(rule);
        string? untested = rule.Optional("untested")?.AsText("untested");
        Node calls = rule.Required("syscall");
        FilterAction action = ActionBinder.BindRule(rule.Optional("action"));
        ArgumentCondition[] conditions = rule.Optional("args") is { } arguments ? BindConditions(arguments, scope) : [];
        ScalarNode[] allowed = rule.Optional("allow") is { } ids ? [.. ids.AsList("allow").Select(id => id.AsScalar("an id"))] : [];
        IReadOnlyList<Node> names = calls is SequenceNode ? RefuseRepeated(calls.AsList("syscall"), "a system call") : [calls];
        ProfileRule[] bound =
        [
            .. names.Select(name => new ProfileRule(
                new SyscallRule(_calls.Bind(name), conditions) { Action = action, Origin = new RuleOrigin(profile, name.Line, name.Column) },
                name,
                reason,
                untested,
                allowed)),
        ];
        if (bound[0].Rule.ValueCount > BpfLimits.BPF_MAXINSNS)
        {
            throw node.Error(DiagnosticId.TooLarge, $"its lists have more values than the {BpfLimits.BPF_MAXINSNS} instructions of a program");
        }
        return RuleReach.CanMatch(bound[0].Rule)
            ? bound
            : throw node.Error(DiagnosticId.Impossible, "its conditions contradict each other: no call satisfies all of them; correct one");
    }

    private ArgumentCondition[] BindConditions(Node arguments, ConstantScope scope)
    {
        IReadOnlyList<Node> nodes = arguments.AsList("args");
        return nodes.Count <= MostConditions
            ? [.. nodes.SelectMany(node => _conditions.Bind(node, scope))]
            : throw arguments.Error(DiagnosticId.OverLimit, $"a rule has at most {MostConditions} conditions; join them by in, not_in or masks");
    }

    private static IReadOnlyList<Node> RefuseRepeated(IReadOnlyList<Node> nodes, string what)
    {
        HashSet<string> names = [];
        return nodes.FirstOrDefault(node => !names.Add(node.AsText(what))) is { } twice
            ? throw twice.Error(DiagnosticId.Duplicate, $"the list has {twice.Kind} twice; keep one")
            : nodes;
    }

    private static string BindReason(MappingNode rule) => rule.Optional("reason")?.AsText("reason")
        ?? throw rule.Error(DiagnosticId.MissingReason, "the rule has no 'reason'; say in a line what needs the call, and for what");
}
