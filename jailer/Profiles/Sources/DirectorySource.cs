using System.IO;
using System.Linq;

namespace Kiln.Profiles.Sources;

/// <summary>The YAML files of a directory, read on demand.</summary>
public sealed class DirectorySource(string path) : IProfileSource
{
    // A directory with more files is not one of profiles.
    private const int MostFiles = 256;

    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public IEnumerable<string> Names => Directory.Exists(_path)
        ? Directory.EnumerateFiles(_path, "*.yaml").Take(MostFiles).Select(file => Path.GetFileNameWithoutExtension(file))
        : [];

    /// <inheritdoc/>
    public string FileOf(string name) => Path.Combine(_path, name + ".yaml");

    /// <inheritdoc/>
    /// <remarks>A name is not a path: a profile cannot reach outside its directory.</remarks>
    public bool Exists(string name) => name.All(char.IsAsciiLetterLower) && File.Exists(FileOf(name));

    /// <inheritdoc/>
    public string Read(string name) => ProfileFile.Read(FileOf(name));
}
