using System.IO;
using System.Linq;

namespace Kiln.Fuzz.Targets;

/// <summary>Seed inputs from files.</summary>
internal static class SeedFiles
{
    // Hexadecimal digits with comments, which a reviewer can read.
    private const string HexadecimalEnding = ".hex";

    /// <summary>The seeds of a target, sorted by name.</summary>
    /// <param name="more">A directory of additional seeds, or null.</param>
    internal static IReadOnlyList<byte[]> Read(string target, string? more) =>
        [.. Of(Path.Combine(AppContext.BaseDirectory, "corpus", target)), .. more is null ? [] : Of(more)];

    private static IEnumerable<byte[]> Of(string directory) =>
        Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(Content);

    private static byte[] Content(string file) => file.EndsWith(HexadecimalEnding, StringComparison.Ordinal)
        ? Convert.FromHexString(string.Concat(File.ReadLines(file).Select(line => line.Split('#')[0].Replace(" ", ""))))
        : File.ReadAllBytes(file);
}
