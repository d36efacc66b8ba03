using System.Linq;
using System.Text;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>The cgroup of this process in each hierarchy.</summary>
/// <param name="content">The content of /proc/self/cgroup (cgroups(7)): one <c>number:controllers:path</c> line per hierarchy.</param>
internal sealed class CgroupMembership(string content)
{
    private const string Process = "/proc/self";
    private const string MemberFile = "cgroup";

    /// <exception cref="LinuxException">/proc is not mounted.</exception>
    internal static CgroupMembership Read()
    {
        using OpenDirectory directory = OpenDirectory.Open(Process);
        return new CgroupMembership(Encoding.UTF8.GetString(FileContent.Read(directory, MemberFile, Cgroup.MaximumLength)));
    }

    /// <summary>The path of this process's cgroup in a hierarchy.</summary>
    /// <returns>The path, or null when the kernel lists none.</returns>
    internal string? PathIn(CgroupHierarchy hierarchy)
    {
        foreach (string line in content.Split('\n'))
        {
            // A path may contain colons.
            string[] fields = line.Split(':', 3);
            bool its = fields is [string number, string controllers, _] && (hierarchy.Version == CgroupVersion.V2
                ? (number, controllers) == ("0", "")
                : controllers.Split(',').Intersect(hierarchy.Controllers).Any());
            if (its)
            {
                return fields[2];
            }
        }
        return null;
    }

    /// <summary>Opens this process's cgroup, or the topmost reachable one when its own is not reachable.</summary>
    /// <exception cref="LinuxException">The hierarchy is no longer mounted.</exception>
    internal Cgroup Open(CgroupHierarchy hierarchy)
    {
        using Cgroup top = Cgroup.TopOf(hierarchy);
        string name = PathIn(hierarchy) is { } path && hierarchy.NameOf(path) is { } found ? found : ".";
        try
        {
            return top.Enter(name);
        }
        catch (LinuxException)
        {
            return top.Enter(".");
        }
    }
}
