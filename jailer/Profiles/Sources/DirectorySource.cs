using System.IO;
using System.Linq;

namespace Kiln.Profiles.Sources;

/// <summary>The YAML files of a directory.</summary>
/// <param name="path">The directory; nothing is read yet.</param>
public sealed class DirectorySource(string path) : IProfileSource
{
    // More than these is some other directory.
    private const int MostFiles = 256;

    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public IEnumerable<string> Names => Directory.Exists(_path)
        ? Directory.EnumerateFiles(_path, "*.yaml").Take(MostFiles).Select(file => Path.GetFileNameWithoutExtension(file))
        : [];

    /// <inheritdoc/>
    public string FileOf(string name) => Path.Combine(_path, name + ".yaml");

    /// <inheritdoc/>
    /// <remarks>A name is no path: a profile cannot reach outside its directory.</remarks>
    public bool Exists(string name) => name.All(char.IsAsciiLetterLower) && File.Exists(FileOf(name));

    /// <inheritdoc/>
    public string Read(string name) => ProfileFile.Read(FileOf(name));
}
