using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles.Sources;

/// <summary>Where the texts of profiles come from.</summary>
public interface IProfileSource
{
    /// <summary>The names of all profiles, without <c>.yaml</c>.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>What the file of a profile is called in messages.</summary>
    /// <param name="name">The profile.</param>
    string FileOf(string name);

    /// <summary>Whether there is a profile of a name.</summary>
    /// <param name="name">Any text.</param>
    bool Exists(string name);

    /// <summary>The text of a profile.</summary>
    /// <param name="name">The profile.</param>
    /// <exception cref="ProfileException">It cannot be read.</exception>
    string Read(string name);
}
