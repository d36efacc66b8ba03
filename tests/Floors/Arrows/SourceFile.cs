using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Kiln.Floors.Tests.Arrows;

/// <summary>A file of C#, as text.</summary>
internal sealed partial class SourceFile
{
    internal SourceFile(string root, string path)
    {
        Path = System.IO.Path.GetRelativePath(root, path);
        Lines = File.ReadAllLines(path);
        Namespace = Lines.Select(line => NamespaceLine().Match(line).Groups["name"].Value).FirstOrDefault(name => name.Length > 0) ?? "";
        Imports = [.. Lines.Select(line => ImportLine().Match(line).Groups["name"].Value).Where(name => name.Length > 0)];
    }

    /// <summary>Where it lies in the repository.</summary>
    internal string Path { get; }

    internal string[] Lines { get; }

    internal string Namespace { get; }

    /// <summary>The namespaces that it imports.</summary>
    internal IReadOnlyList<string> Imports { get; }

    internal static bool IsNamespaceLine(string line) => NamespaceLine().IsMatch(line);

    /// <summary>All of a project; projects that lie inside it are others.</summary>
    /// <param name="folder">The project's folder in it.</param>
    internal static IEnumerable<SourceFile> Below(string root, string folder)
    {
        string top = System.IO.Path.Combine(root, folder);
        string[] inner = [.. Directory.EnumerateFiles(top, "*.csproj", SearchOption.AllDirectories)
            .Select(project => System.IO.Path.GetDirectoryName(project)!)
            .Where(directory => directory != top)];
        return Directory.EnumerateFiles(top, "*.cs", SearchOption.AllDirectories)
            .Where(file => !inner.Any(directory => file.StartsWith($"{directory}/", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(root, file));
    }

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*[;{]?$")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(global\s+)?using\s+(?!static\b)(?<name>[\w.]+)\s*;")]
    private static partial Regex ImportLine();
}
