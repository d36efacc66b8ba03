using System.Linq;

namespace Kiln.Profiles.Binding;

/// <summary>Says what a misspelled name may have meant.</summary>
internal static class Suggestion
{
    private const int Most = 3;

    // The longest name that profiles know has 36 letters; nobody misspells one into many more.
    private const int LongestMisspelling = 60;

    /// <summary>The nearest names, as the end of a message.</summary>
    /// <param name="name">The misspelled one.</param>
    /// <param name="known">All that there are.</param>
    internal static string For(string name, IEnumerable<string> known) => name.Length > LongestMisspelling
        ? "no name is that long"
        : "near it: " + string.Join(", ", known
            .OrderBy(candidate => EditDistance.Between(candidate, name))
            .ThenBy(candidate => candidate, StringComparer.Ordinal)
            .Take(Most));
}
