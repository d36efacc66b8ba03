using System.Linq;
using System.Text;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Cgroups;

/// <summary>In which cgroup of each hierarchy this process is.</summary>
/// <param name="content">The file /proc/self/cgroup (cgroups(7)): a line <c>number:controllers:path</c> for each.</param>
internal sealed class CgroupMembership(string content)
{
    private const string Process = "/proc/self";
    private const string MemberFile = "cgroup";

    /// <summary>Asks the kernel.</summary>
    /// <exception cref="LinuxException">/proc is not mounted.</exception>
    internal static CgroupMembership Read()
    {
        using OpenDirectory directory = OpenDirectory.Open(Process);
        return new CgroupMembership(Encoding.UTF8.GetString(FileContent.Read(directory, MemberFile, Cgroup.MaximumLength)));
    }

    /// <summary>The path of the process's cgroup.</summary>
    /// <param name="hierarchy">In which hierarchy.</param>
    /// <returns>The path, or null when the kernel names none.</returns>
    internal string? PathIn(CgroupHierarchy hierarchy)
    {
        foreach (string line in content.Split('\n'))
        {
            // A path may hold colons.
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

    /// <summary>Opens the process's cgroup, or the topmost that can be reached when it cannot itself.</summary>
    /// <param name="hierarchy">In which hierarchy.</param>
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
