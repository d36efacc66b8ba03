using System.Linq;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The cgroups that the operator wants, checked as far as that goes without asking the host.</summary>
/// <param name="Settings">Values of files, in order.</param>
/// <param name="Version">The one version that is used, or null for what the host has.</param>
/// <param name="Parent">The cgroup that the jail's is made in, below the root of its hierarchy.</param>
/// <param name="IsParentGiven">Whether the operator named it.</param>
/// <param name="Id">The name of the jail's cgroup.</param>
internal sealed record CgroupRequest(
    IReadOnlyList<CgroupSetting> Settings, CgroupVersion? Version, string Parent, bool IsParentGiven, string Id)
{
    // NAME_MAX: no cgroup has a longer name.
    private const int MaximumNameLength = 255;

    // Leaves room in PATH_MAX for the mount point and the id.
    private const int MaximumParentLength = 2048;

    /// <summary>Whether a cgroup of the jail's own is wanted.</summary>
    internal bool NeedsOwn => Settings.Count > 0;

    /// <summary>
    /// Whether the jail joins the parent itself. Firecracker's jailer does so for version 2, its clients rely on it; without either option
    /// nothing may move a process that did not ask.
    /// </summary>
    internal bool JoinsParent => !NeedsOwn && (IsParentGiven || Version == CgroupVersion.V2);

    /// <summary>Checks what the operator wrote.</summary>
    /// <param name="options">What the operator wrote.</param>
    /// <param name="execFileName">The parent where none is named.</param>
    /// <param name="id">The jail's id.</param>
    /// <exception cref="JailerFailure">Something is wrong with it.</exception>
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
