using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The host's cgroup hierarchies, without duplicates.</summary>
internal sealed class CgroupHost
{
    private const string Process = "/proc/self";
    private const string MountFile = "mountinfo";

    // Linux allows 100000 mounts per namespace (fs.mount-max); this leaves some 600 bytes for each.
    private const int MaximumMountLength = 64 << 20;

    private CgroupHost(IReadOnlyList<CgroupHierarchy> hierarchies) => Hierarchies = hierarchies;

    /// <summary>All hierarchies, version 2 first.</summary>
    internal IReadOnlyList<CgroupHierarchy> Hierarchies { get; }

    /// <summary>Reads the hierarchies of this host from /proc/self/mountinfo.</summary>
    /// <exception cref="JailerFailure">/proc is not mounted.</exception>
    internal static CgroupHost Read()
    {
        try
        {
            using OpenDirectory directory = OpenDirectory.Open(Process);
            return From(FileContent.Read(directory, MountFile, MaximumMountLength), ControllersOf);
        }
        catch (LinuxException exception)
        {
            throw new JailerFailure($"the cgroups of this host cannot be found: {exception.Message}; mount /proc, or leave the cgroup options out");
        }
    }

    /// <summary>Finds the hierarchies in a mount table.</summary>
    /// <param name="controllersOf">
    /// Returns a mount's <c>cgroup.controllers</c>, empty for version 1; null when the mount is unreachable, for example because it is overmounted.
    /// </param>
    internal static CgroupHost From(ReadOnlySpan<byte> mountInfo, Func<MountEntry, string?> controllersOf)
    {
        List<CgroupHierarchy> hierarchies = [];
        foreach (MountEntry mount in Preferred(Mounts(mountInfo)))
        {
            bool second = mount.Type == CgroupHierarchy.SecondType;
            CgroupHierarchy first = CgroupHierarchy.First(mount);
            bool known = hierarchies.Exists(other => second
                ? other.Version == CgroupVersion.V2
                : other.Version == CgroupVersion.V1 && other.Controllers.Intersect(first.Controllers).Any());
            if (!known && controllersOf(mount) is { } controllers)
            {
                hierarchies.Add(second ? CgroupHierarchy.Second(mount, controllers) : first);
            }
        }
        return new CgroupHost([.. hierarchies.OrderByDescending(hierarchy => hierarchy.Version)]);
    }

    // A hierarchy may be mounted several times: prefer writable mounts, then those that show the whole hierarchy.
    private static IEnumerable<MountEntry> Preferred(List<MountEntry> mounts) =>
        mounts.OrderBy(mount => mount.IsReadOnly).ThenByDescending(mount => mount.Root == "/");

    private static List<MountEntry> Mounts(ReadOnlySpan<byte> mountInfo)
    {
        List<MountEntry> mounts = [];
        foreach (Range range in mountInfo.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = mountInfo[range];
            // Busy hosts have tens of thousands of mounts, of which a dozen are cgroups.
            if (line.IndexOf(" - cgroup"u8) >= 0
                && MountEntry.TryParse(line, out MountEntry? mount)
                && mount.Type is CgroupHierarchy.FirstType or CgroupHierarchy.SecondType)
            {
                mounts.Add(mount);
            }
        }
        return mounts;
    }

    private static string? ControllersOf(MountEntry mount)
    {
        try
        {
            using OpenDirectory directory = OpenDirectory.Open(mount.MountPoint);
            // A different device means that something else is mounted on top.
            if (FileStatus.Of(directory.Descriptor).Device != mount.Device)
            {
                return null;
            }
            return mount.Type == CgroupHierarchy.SecondType
                ? Encoding.UTF8.GetString(FileContent.Read(directory, Cgroup.ControllersFile, Cgroup.MaximumLength))
                : "";
        }
        catch (LinuxException)
        {
            return null;
        }
    }
}
