using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The cgroup options, validated as far as possible without reading the host's cgroups.</summary>
/// <param name="Settings">Values of cgroup files, in order.</param>
/// <param name="Version">The only version to use, or null to use what the host has.</param>
/// <param name="Parent">The parent of the jail's cgroup, relative to the root of the hierarchy.</param>
/// <param name="IsParentGiven">Whether the operator named the parent.</param>
/// <param name="Id">The name of the jail's own cgroup.</param>
internal sealed record CgroupRequest(
    IReadOnlyList<CgroupSetting> Settings, CgroupVersion? Version, string Parent, bool IsParentGiven, string Id)
{
    // NAME_MAX bounds a cgroup's name.
    private const int MaximumNameLength = 255;

    // Leaves room in PATH_MAX for the mount point and the id.
    private const int MaximumParentLength = 2048;

    /// <summary>Whether the jail needs a cgroup of its own.</summary>
    internal bool NeedsOwn => Settings.Count > 0;

    /// <summary>
    /// Whether the jail joins the parent cgroup directly. Firecracker's jailer does so for version 2, and its clients rely on it; with neither
    /// option the process stays where it is.
    /// </summary>
    internal bool JoinsParent => !NeedsOwn && (IsParentGiven || Version == CgroupVersion.V2);

    /// <param name="options">The options as given.</param>
    /// <exception cref="JailerFailure">An option is invalid.</exception>
    internal static CgroupRequest From(CgroupOptions options, string execFileName, string id)
    {
        if (options.Parent is { } parent && !IsPath(parent))
        {
            throw new JailerFailure(
                "Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'; --parent-cgroup is one name, or several with / between them");
        }
        CgroupVersion? version = options.Version is { } text ? VersionOf(text) : null;
        return new CgroupRequest(
            [.. options.Settings.Select(CgroupSetting.Parse)], version, options.Parent ?? execFileName, options.Parent is not null, id);
    }

    private static CgroupVersion VersionOf(string text) => text switch
    {
        "1" => CgroupVersion.V1,
        "2" => CgroupVersion.V2,
        _ => throw new JailerFailure($"{text} is an invalid cgroup version specifier; --cgroup-version is 1 or 2, and by default whichever the host has"),
    };

    private static bool IsPath(string path) => path.Length <= MaximumParentLength
        && path.Split('/').All(name => name is not ("" or "." or "..") && name.Length <= MaximumNameLength && !name.Any(char.IsControl));
}
