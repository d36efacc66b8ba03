using System.IO;
using System.Linq;

namespace Kiln.Fuzz.Targets;

/// <summary>Seeds that lie in files.</summary>
internal static class SeedFiles
{
    // Bytes written as hexadecimal digits, with comments: a reviewer can read them.
    private const string HexadecimalEnding = ".hex";

    /// <summary>The seeds of a target, in the order of their names.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="more">A directory of others, or null.</param>
    internal static IReadOnlyList<byte[]> Read(string target, string? more) =>
        [.. Of(Path.Combine(AppContext.BaseDirectory, "corpus", target)), .. more is null ? [] : Of(more)];

    private static IEnumerable<byte[]> Of(string directory) =>
        Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal).Select(Content);

    private static byte[] Content(string file) => file.EndsWith(HexadecimalEnding, StringComparison.Ordinal)
        ? Convert.FromHexString(string.Concat(File.ReadLines(file).Select(line => line.Split('#')[0].Replace(" ", ""))))
        : File.ReadAllBytes(file);
}
