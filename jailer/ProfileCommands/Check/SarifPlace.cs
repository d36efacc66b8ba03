using System.IO;
using System.Linq;

namespace Kiln.ProfileCommands.Check;

/// <summary>
/// How a SARIF log names files: relative to a base, so that tools find them in their own checkout. The base is the working directory, as
/// <c>%SRCROOT%</c>, where the profiles lie below it; else their own directory. The shipped profiles lie nowhere, and their base has no place.
/// </summary>
/// <param name="Base">The base's name.</param>
/// <param name="Folder">The base's directory with a final slash; null when it has no place.</param>
internal sealed record SarifPlace(string Base, string? Folder)
{
    /// <param name="profiles">The directory of profiles; null for the shipped ones.</param>
    internal static SarifPlace Of(string? profiles)
    {
        if (profiles is null)
        {
            return new SarifPlace("PROFILES", null);
        }
        string folder = Folded(Path.GetFullPath(profiles));
        string working = Folded(Directory.GetCurrentDirectory());
        return folder.StartsWith(working, StringComparison.Ordinal) ? new SarifPlace("%SRCROOT%", working) : new SarifPlace("PROFILES", folder);
    }

    /// <summary>The base as a URI; null when it has no place.</summary>
    internal string? Uri => Folder is null ? null : $"file://{Escaped(Folder)}";

    /// <summary>A file as a URI relative to the base.</summary>
    internal string UriOf(string file) => Escaped(Folder is not null && file.StartsWith(Folder, StringComparison.Ordinal) ? file[Folder.Length..] : file);

    private static string Folded(string path) => path.TrimEnd('/') + "/";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(System.Uri.EscapeDataString));
}
