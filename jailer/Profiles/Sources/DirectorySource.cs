using System.IO;
using System.Linq;

namespace Kiln.Profiles.Sources;

/// <summary>The YAML files of a directory, read on demand.</summary>
public sealed class DirectorySource(string path) : IProfileSource
{
    // A directory with more files is not one of profiles.
    private const int MostFiles = 256;

    private const string Extension = ".yaml";

    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public IEnumerable<string> Names =>
        Files.Where(file => Path.GetExtension(file) == Extension).Take(MostFiles).Select(file => Path.GetFileNameWithoutExtension(file));

    /// <inheritdoc/>
    public IEnumerable<string> Strays => Files.Where(file => Path.GetExtension(file) is not Extension and var extension
        && (extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase))).Take(MostFiles);

    /// <inheritdoc/>
    public string FileOf(string name) => Path.Combine(_path, name + Extension);

    /// <inheritdoc/>
    /// <remarks>A name is not a path: a profile cannot reach outside its directory.</remarks>
    public bool Exists(string name) => name.All(char.IsAsciiLetterLower) && File.Exists(FileOf(name));

    /// <inheritdoc/>
    public string Read(string name) => ProfileFile.Read(FileOf(name));

    private IEnumerable<string> Files => Directory.Exists(_path) ? Directory.EnumerateFiles(_path) : [];
}
