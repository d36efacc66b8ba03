using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The cgroup hierarchies of the host, each once.</summary>
internal sealed class CgroupHost
{
    private const string Process = "/proc/self";
    private const string MountFile = "mountinfo";

    // Linux allows 100000 mounts to a namespace (fs.mount-max); this is some 600 bytes for each.
    private const int MaximumMountLength = 64 << 20;

    private CgroupHost(IReadOnlyList<CgroupHierarchy> hierarchies) => Hierarchies = hierarchies;

    /// <summary>All hierarchies, that of version 2 first.</summary>
    internal IReadOnlyList<CgroupHierarchy> Hierarchies { get; }

    /// <summary>Asks this host.</summary>
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

    /// <summary>Finds hierarchies in the mounts of a host.</summary>
    /// <param name="mountInfo">The file /proc/self/mountinfo.</param>
    /// <param name="controllersOf">
    /// The file <c>cgroup.controllers</c> of a mount, empty for version 1; null when the mount cannot be reached, as under another mount.
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

    // One hierarchy may be mounted in many places. A writable mount is better than another, the whole of the hierarchy better than a part.
    private static IEnumerable<MountEntry> Preferred(List<MountEntry> mounts) =>
        mounts.OrderBy(mount => mount.IsReadOnly).ThenByDescending(mount => mount.Root == "/");

    private static List<MountEntry> Mounts(ReadOnlySpan<byte> mountInfo)
    {
        List<MountEntry> mounts = [];
        foreach (Range range in mountInfo.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = mountInfo[range];
            // Busy hosts have tens of thousands of lines, of which a dozen are meant.
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
            // Whatever is mounted over it has another device.
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
