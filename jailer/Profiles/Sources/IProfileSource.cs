using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles.Sources;

/// <summary>A source of profile texts.</summary>
public interface IProfileSource
{
    /// <summary>Why there are no profiles at all; null when there may be some.</summary>
    Diagnostic? Fault { get; }

    /// <summary>The names of all profiles, without <c>.yaml</c>.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The files that lie beside the profiles under names that seem to be profiles' and are not, so that nothing reads them.</summary>
    IEnumerable<string> Strays { get; }

    /// <summary>The name of a profile's file, for messages.</summary>
    string FileOf(string name);

    bool Exists(string name);

    /// <summary>Reads the text of a profile.</summary>
    /// <exception cref="ProfileException">The text cannot be read.</exception>
    string Read(string name);
}
