using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Loading;
using Kiln.Profiles.Model;
using Kiln.Profiles.Review;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles;

/// <summary>All profiles of one source: one for each program of a filter set, and the fragments that they include.</summary>
public sealed class ProfileLibrary
{
    private readonly SyscallArchitecture _architecture;
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly ProfileLoader _loader;
    private readonly IncludeResolver _resolver;
    private readonly Diagnostic? _fault;

    /// <param name="source">The source of the profiles' texts; read on demand.</param>
    /// <param name="architecture">The architecture to compile for.</param>
    public ProfileLibrary(IProfileSource source, SyscallArchitecture architecture = SyscallArchitecture.X64)
    {
        _architecture = architecture;
        _loader = new ProfileLoader(source, architecture, _diagnostics);
        _resolver = new IncludeResolver(_loader, _diagnostics);
        _fault = source.Fault;
    }

    /// <summary>Compiles the profiles into a filter set.</summary>
    /// <param name="options">Properties recorded in the set.</param>
    /// <returns>The set, or all errors found: an error in any profile yields no set at all.</returns>
    public ProfileCompilation Compile(FilterSetOptions options)
    {
        if (_fault is not null)
        {
            return new ProfileCompilation(null, [_fault]);
        }
        Dictionary<FilterProfile, RuleSet> programs = FilterProfiles.All.ToArray().ToDictionary(profile => profile, Collect);
        // Rules too large to compile are not analyzed either: that takes time quadratic in the number of values.
        if (_diagnostics.Count == 0 && programs[FilterProfile.Launch].Rules.Sum(rule => (long)rule.ValueCount) is > BpfLimits.BPF_MAXINSNS and var values)
        {
            AddTooLarge($"the rules compare with {values} values, each of which takes one of {BpfLimits.BPF_MAXINSNS} instructions; shorten the lists");
        }
        if (_diagnostics.Count > 0)
        {
            return Concluded(null);
        }
        Review(programs);
        return Concluded(_diagnostics.All(diagnostic => diagnostic.IsWarning) ? Write(programs, options) : null);
    }

    /// <summary>All rules of a program: those of its includes, each profile once, then its own.</summary>
    /// <exception cref="ProfileException">A required profile is missing or has an error; the first one is reported.</exception>
    public RuleSet RulesOf(FilterProfile profile)
    {
        if (_fault is not null)
        {
            throw new ProfileException(_fault);
        }
        RuleSet rules = Collect(profile);
        return _diagnostics.Count == 0 ? rules : throw new ProfileException(Ordered(_diagnostics)[0]);
    }

    /// <summary>The annotations of a program's rules, by the rule's place.</summary>
    public IReadOnlyDictionary<RuleOrigin, RuleNote> NotesOf(FilterProfile profile) => _resolver.RulesOf(FilterProfiles.NameOf(profile))
        .ToDictionary(rule => rule.Rule.Origin, rule => new RuleNote(rule.PlainReason, rule.Untested) { Grants = GrantsOf(rule.Rule) });

    private Grant[] GrantsOf(SyscallRule rule)
    {
        string name = SyscallTable.NameOf(_architecture, rule.Number)!;
        return [.. DangerousGrant.All.Where(grant => grant.IsMadeBy(name, rule)).Select(grant => new Grant(grant.Id, grant.Risk))];
    }

    private RuleSet Collect(FilterProfile profile)
    {
        string name = FilterProfiles.NameOf(profile);
        IReadOnlyList<ProfileRule> rules = _resolver.RulesOf(name);
        Profile? head = _loader.Load(name);
        return new RuleSet([.. rules.Select(rule => Numbered(rule.Rule, profile))])
        {
            Default = Numbered(head?.Default ?? FilterAction.Trap(0), profile),
            DefaultOrigin = new RuleOrigin(name, head?.DefaultNode.Line ?? 0, head?.DefaultNode.Column ?? 0),
            Common = [.. head?.Common.Select(call => call.Number) ?? []],
            Architecture = _architecture,
        };
    }

    private static SyscallRule Numbered(SyscallRule rule, FilterProfile profile) => rule with { Action = Numbered(rule.Action, profile) };

    // The trap's data tells the SIGSYS handler which of a thread's programs raised it.
    private static FilterAction Numbered(FilterAction action, FilterProfile profile) =>
        action == FilterAction.Trap(0) ? FilterAction.Trap((int)profile) : action;

    private void Review(Dictionary<FilterProfile, RuleSet> programs)
    {
        RuleReview rules = new(_architecture);
        Profile[] profiles = [.. _loader.Loaded];
        foreach (Profile profile in profiles)
        {
            Prove(profile.Name, () => new ShadowReview(profile, _resolver).Diagnostics());
        }
        foreach (Profile profile in profiles)
        {
            Prove(profile.Name, () => rules.Diagnostics(profile));
        }
        foreach (FilterProfile program in FilterProfiles.All)
        {
            CheckCommon(_loader.Load(FilterProfiles.NameOf(program))!, programs[program]);
        }
        foreach (string name in _loader.Unused)
        {
            _diagnostics.Add(new Diagnostic(
                DiagnosticId.UnusedFragment, _loader.FileOf(name), 1, 1, "no program includes this profile, so it does nothing; include or remove it"));
        }
        foreach (string file in _loader.Strays)
        {
            _diagnostics.Add(new Diagnostic(
                DiagnosticId.UnusedFragment, file, 1, 1, "its name does not end in .yaml, so nothing reads it; rename or remove it"));
        }
        _diagnostics.AddRange(_loader.UnusedConstants);
        // Rules too complex alone are more so in pairs.
        if (_diagnostics.Exists(diagnostic => diagnostic.Id == DiagnosticId.TooIntricate))
        {
            return;
        }
        Prove(FilterProfiles.NameOf(FilterProfile.Setup), () => new StackReview(programs, _architecture).Diagnostics(_loader.FileOf));
    }

    private void Prove(string name, Func<IEnumerable<Diagnostic>> review)
    {
        try
        {
            _diagnostics.AddRange(review().ToArray());
        }
        catch (RuleComplexityException exception)
        {
            _diagnostics.Add(new Diagnostic(DiagnosticId.TooIntricate, _loader.FileOf(name), 1, 1, exception.Message));
        }
    }

    private void CheckCommon(Profile profile, RuleSet rules) => _diagnostics.AddRange(
        from call in profile.Common
        where rules.Rules.All(rule => rule.Number != call.Number)
        select call.Node.Diagnostic(DiagnosticId.CommonWithoutRule, "no rule of the program names this call; remove it from 'common'"));

    private byte[]? Write(Dictionary<FilterProfile, RuleSet> programs, FilterSetOptions options)
    {
        try
        {
            return FilterSetWriter.Write(programs, options);
        }
        catch (ProgramTooLargeException exception)
        {
            AddTooLarge(exception.Message);
            return null;
        }
    }

    // Launch contains the rules of all other programs.
    private void AddTooLarge(string message) => _diagnostics.Add(
        new Diagnostic(DiagnosticId.TooLarge, _loader.FileOf(FilterProfiles.NameOf(FilterProfile.Launch)), 1, 1, message));

    private ProfileCompilation Concluded(byte[]? set) => new(set, Ordered(_diagnostics));

    // An include is visited once per program that reaches it, so diagnostics repeat.
    private static Diagnostic[] Ordered(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .DistinctBy(diagnostic => (diagnostic.Id, diagnostic.File, diagnostic.Line, diagnostic.Column))
            .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Line)
            .ThenBy(diagnostic => diagnostic.Column),
    ];
}
