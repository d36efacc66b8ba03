using System.IO;
using System.Linq;
using Kiln.Profiles.Diagnostics;

namespace Kiln.Profiles.Sources;

/// <summary>The YAML files of a directory, read on demand.</summary>
public sealed class DirectorySource(string path) : IProfileSource
{
    // A directory with more files is not one of profiles.
    private const int MostFiles = 256;

    private const string Extension = ".yaml";

    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    /// <remarks>Told once, and not for each profile that is missed then.</remarks>
    public Diagnostic? Fault => Directory.Exists(_path)
        ? null
        : new Diagnostic(
            DiagnosticId.Unreadable,
            _path,
            1,
            1,
            File.Exists(_path) ? "it is a file; give the directory of profiles that it lies in" : "there is no such directory, or it may not be entered; check the path");

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
