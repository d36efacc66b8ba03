using System.IO;
using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Profiles.Binding;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;
using Kiln.Seccomp.Bpf;

namespace Kiln.Profiles;

/// <summary>A directory of profiles: one for every program of a filter set, and the fragments that they include.</summary>
public sealed class ProfileDirectory
{
    private readonly string _path;
    private readonly Dictionary<string, Profile> _profiles = [];

    /// <summary>Names a directory; nothing is read yet.</summary>
    /// <param name="path">Where the YAML files are.</param>
    public ProfileDirectory(string path) => _path = path;

    /// <summary>Compiles the directory to a filter set.</summary>
    /// <returns>The set's bytes, the same for the same profiles.</returns>
    /// <exception cref="ProfileException">A profile is missing or has an error; the first one found.</exception>
    public byte[] Compile()
    {
        Dictionary<FilterProfile, sock_filter[]> programs = [];
        foreach (FilterProfile profile in Enum.GetValues<FilterProfile>())
        {
            try
            {
                programs.Add(profile, BpfCompiler.Compile(RulesOf(profile)));
            }
            catch (InvalidOperationException exception)
            {
                throw new ProfileException(new Diagnostic(DiagnosticId.TooLarge, FileOf(NameOf(profile)), 1, 1, exception.Message));
            }
        }
        return FilterSetWriter.Write(programs);
    }

    /// <summary>The rules of a program: those that it includes, then its own.</summary>
    /// <param name="profile">The program.</param>
    /// <exception cref="ProfileException">The profile is missing or has an error.</exception>
    public RuleSet RulesOf(FilterProfile profile) => new([.. Collect(Load(NameOf(profile)), [])]);

    private static string NameOf(FilterProfile profile) => profile.ToString().ToLowerInvariant();

    private string FileOf(string name) => Path.Combine(_path, name + ".yaml");

    private IEnumerable<SyscallRule> Collect(Profile profile, IReadOnlyList<string> above) =>
        profile.Includes.SelectMany(include => Collect(Resolve(include, [.. above, profile.Name]), [.. above, profile.Name]))
            .Concat(profile.Rules);

    private Profile Resolve(ScalarNode include, IReadOnlyList<string> above)
    {
        // A name, not a path: a profile cannot reach outside its directory.
        if (!include.Text.All(char.IsAsciiLetterLower) || !File.Exists(FileOf(include.Text)))
        {
            throw include.Error(DiagnosticId.BadInclude, $"there is no profile '{include.Text}' beside this one");
        }
        return above.Contains(include.Text)
            ? throw include.Error(DiagnosticId.BadInclude, $"{string.Join(" includes ", above)} includes {include.Text}: a circle")
            : Load(include.Text);
    }

    private Profile Load(string name)
    {
        if (!_profiles.TryGetValue(name, out Profile? profile))
        {
            string file = FileOf(name);
            profile = ProfileBinder.Bind(YamlReader.Read(file, ReadText(file)), name);
            _profiles.Add(name, profile);
        }
        return profile;
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ProfileException(new Diagnostic(DiagnosticId.Unreadable, file, 1, 1, $"cannot be read: {exception.Message}"));
        }
    }
}
