using System.Linq;
using Kiln.Profiles.Binding;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Model;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Loading;

/// <summary>Loads each profile once, on demand.</summary>
internal sealed class ProfileLoader
{
    private readonly IProfileSource _source;
    private readonly List<Diagnostic> _diagnostics;
    private readonly Dictionary<string, Profile?> _profiles = [];
    private readonly DocumentReader _documents;
    private readonly ConstantLoader _constants;
    private readonly ProfileBinder _binder;

    /// <param name="source">The source of the profiles' texts.</param>
    /// <param name="architecture">The architecture whose system calls and constants apply.</param>
    internal ProfileLoader(IProfileSource source, SyscallArchitecture architecture, List<Diagnostic> diagnostics)
    {
        _source = source;
        _diagnostics = diagnostics;
        _documents = new DocumentReader(source, diagnostics);
        _constants = new ConstantLoader(source, _documents, diagnostics);
        _binder = new ProfileBinder(architecture, _constants, diagnostics);
    }

    /// <summary>The profiles loaded without errors, by name.</summary>
    internal IEnumerable<Profile> Loaded => _profiles.Values.OfType<Profile>().OrderBy(profile => profile.Name, StringComparer.Ordinal);

    /// <summary>The profiles that were never loaded, by name.</summary>
    internal IEnumerable<string> Unused =>
        _source.Names.Where(name => !_profiles.ContainsKey(name) && !_constants.IsLoaded(name)).Order(StringComparer.Ordinal);

    /// <summary>The files that nothing reads because of their names.</summary>
    internal IEnumerable<string> Strays => _source.Strays.Order(StringComparer.Ordinal);

    /// <summary>The constants that no rule uses.</summary>
    internal IEnumerable<Diagnostic> UnusedConstants => _constants.Unused;

    internal bool Exists(string name) => _source.Exists(name);

    internal string FileOf(string name) => _source.FileOf(name);

    /// <summary>Loads a profile, or returns the one loaded before.</summary>
    /// <returns>The profile, or null when it has errors: the diagnostics say what.</returns>
    internal Profile? Load(string name)
    {
        if (!_profiles.TryGetValue(name, out Profile? profile))
        {
            try
            {
                profile = _documents.Read(name) is { } document ? _binder.Bind(document, name) : null;
            }
            catch (ProfileException exception)
            {
                _diagnostics.Add(exception.Diagnostic);
            }
            catch (RuleComplexityException exception)
            {
                _diagnostics.Add(new Diagnostic(DiagnosticId.TooIntricate, FileOf(name), 1, 1, exception.Message));
            }
            _profiles.Add(name, profile);
        }
        return profile;
    }
}
