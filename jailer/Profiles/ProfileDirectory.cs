using System.IO;
using System.Linq;
using Kiln.Profiles.Binding;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;
using Kiln.Seccomp.Bpf;

namespace Kiln.Profiles;

/// <summary>A directory of profiles: one for every program of a filter set, and the fragments that they include.</summary>
public sealed class ProfileDirectory
{
    // The shipped profiles nest three deep; the bound keeps a chain of hostile files from exhausting the stack.
    private const int MaximumIncludeDepth = 16;

    private readonly string _path;
    private readonly Dictionary<string, Profile?> _profiles = [];
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>Names a directory; nothing is read yet.</summary>
    /// <param name="path">Where the YAML files are.</param>
    public ProfileDirectory(string path) => _path = Path.GetFullPath(path);

    /// <summary>Compiles the directory to a filter set.</summary>
    /// <returns>The set, or everything that was found wrong: an error in any profile leaves no set at all.</returns>
    public ProfileCompilation Compile()
    {
        Dictionary<FilterProfile, BpfProgram> programs = [];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            RuleSet rules = Collect(profile);
            if (_diagnostics.Count == 0 && CompileRules(profile, rules) is { } program)
            {
                programs.Add(profile, program);
            }
        }
        return _diagnostics.Count == 0
            ? new ProfileCompilation(FilterSetWriter.Write(programs))
            : new ProfileCompilation(Ordered(_diagnostics));
    }

    /// <summary>The rules of a program: those that it includes, each profile once, then its own.</summary>
    /// <param name="profile">The program.</param>
    /// <exception cref="ProfileException">A profile that was read for it is missing or has an error; the first one.</exception>
    public RuleSet RulesOf(FilterProfile profile)
    {
        RuleSet rules = Collect(profile);
        return _diagnostics.Count == 0 ? rules : throw new ProfileException(Ordered(_diagnostics)[0]);
    }

    private BpfProgram? CompileRules(FilterProfile profile, RuleSet rules)
    {
        try
        {
            return BpfCompiler.Compile(rules);
        }
        catch (InvalidOperationException exception)
        {
            _diagnostics.Add(new Diagnostic(DiagnosticId.TooLarge, FileOf(FilterProfiles.NameOf(profile)), 1, 1, exception.Message));
            return null;
        }
    }

    private RuleSet Collect(FilterProfile profile)
    {
        List<SyscallRule> rules = [];
        Collect(FilterProfiles.NameOf(profile), [], [], rules);
        return new RuleSet(rules);
    }

    // A profile that two others include counts once, so a program does not grow with the ways that lead to a rule.
    private void Collect(string name, IReadOnlyList<string> above, HashSet<string> collected, List<SyscallRule> rules)
    {
        if (!collected.Add(name) || Load(name) is not { } profile)
        {
            return;
        }
        string[] path = [.. above, name];
        foreach (ScalarNode include in profile.Includes)
        {
            if (ReasonAgainst(include, path) is { } diagnostic)
            {
                _diagnostics.Add(diagnostic);
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
        // A name, not a path: a profile cannot reach outside its directory.
        if (!include.Text.All(char.IsAsciiLetterLower) || !File.Exists(FileOf(include.Text)))
        {
            return include.Diagnostic(DiagnosticId.UnknownInclude, $"there is no profile '{include.Text}' beside this one");
        }
        return path.Length < MaximumIncludeDepth
            ? null
            : include.Diagnostic(DiagnosticId.OverLimit, $"includes nest deeper than {MaximumIncludeDepth}; include it further up");
    }

    private Profile? Load(string name)
    {
        if (!_profiles.TryGetValue(name, out Profile? profile))
        {
            string file = FileOf(name);
            try
            {
                profile = ProfileBinder.Bind(YamlReader.Read(file, ProfileFile.Read(file)), name, _diagnostics);
            }
            catch (ProfileException exception)
            {
                _diagnostics.Add(exception.Diagnostic);
            }
            _profiles.Add(name, profile);
        }
        return profile;
    }

    private string FileOf(string name) => Path.Combine(_path, name + ".yaml");

    // An include is looked at for each program that leads to it.
    private static Diagnostic[] Ordered(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics
            .DistinctBy(diagnostic => (diagnostic.Id, diagnostic.File, diagnostic.Line, diagnostic.Column))
            .OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Line)
            .ThenBy(diagnostic => diagnostic.Column),
    ];
}
