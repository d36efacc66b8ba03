using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles.Sources;

/// <summary>A source of profile texts.</summary>
public interface IProfileSource
{
    /// <summary>The names of all profiles, without <c>.yaml</c>.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>The name of a profile's file, for messages.</summary>
    string FileOf(string name);

    bool Exists(string name);

    /// <summary>Reads the text of a profile.</summary>
    /// <exception cref="ProfileException">The text cannot be read.</exception>
    string Read(string name);
}
