using System.Linq;
using Kiln.Profiles.Binding;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Sources;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Loading;

/// <summary>Reads profiles, each once, when somebody asks for it.</summary>
/// <param name="source">Where their texts come from.</param>
/// <param name="architecture">Whose system calls and constants are meant.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class ProfileLoader(IProfileSource source, SyscallArchitecture architecture, List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, Profile?> _profiles = [];
    private readonly ProfileBinder _binder = new(architecture, diagnostics);

    /// <summary>The profiles that were read and have a meaning, by name.</summary>
    internal IEnumerable<Profile> Loaded => _profiles.Values.OfType<Profile>().OrderBy(profile => profile.Name, StringComparer.Ordinal);

    /// <summary>The profiles that nobody asked for, by name.</summary>
    internal IEnumerable<string> Unused => source.Names.Where(name => !_profiles.ContainsKey(name)).Order(StringComparer.Ordinal);

    /// <summary>Whether there is a profile of a name.</summary>
    /// <param name="name">Any text.</param>
    internal bool Exists(string name) => source.Exists(name);

    /// <summary>The file of a profile.</summary>
    /// <param name="name">The profile's name.</param>
    internal string FileOf(string name) => source.FileOf(name);

    /// <summary>Reads a profile.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The profile, or null when it has none: the diagnostics say why.</returns>
    internal Profile? Load(string name)
    {
        if (!_profiles.TryGetValue(name, out Profile? profile))
        {
            try
            {
                profile = _binder.Bind(YamlReader.Read(FileOf(name), source.Read(name)), name);
            }
            catch (ProfileException exception)
            {
                diagnostics.Add(exception.Diagnostic);
            }
            catch (RuleComplexityException exception)
            {
                diagnostics.Add(new Diagnostic(DiagnosticId.TooIntricate, FileOf(name), 1, 1, exception.Message));
            }
            _profiles.Add(name, profile);
        }
        return profile;
    }
}
