using System.IO;
using System.Linq;

namespace Kiln.Fuzz.Targets;

/// <summary>The shipped profiles, as of the build of this program.</summary>
internal static class ShippedProfiles
{
    /// <summary>Their texts by name.</summary>
    internal static IReadOnlyDictionary<string, string> Texts { get; } = Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "seccomp-profiles"), "*.yaml")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
}
