using System.Linq;

namespace Kiln.Profiles.Binding;

/// <summary>Suggests corrections for misspelled names.</summary>
public static class Suggestion
{
    private const int Most = 3;

    // The longest known name has 36 letters; a misspelling is not much longer.
    private const int LongestMisspelling = 60;

    /// <summary>The closest names, phrased as the end of a message.</summary>
    public static string For(string name, IEnumerable<string> known) => name.Length > LongestMisspelling
        ? "no name is that long"
        : "near it: " + string.Join(", ", known
            .OrderBy(candidate => EditDistance.Between(candidate, name))
            .ThenBy(candidate => candidate, StringComparer.Ordinal)
            .Take(Most));
}
