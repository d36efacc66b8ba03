using System.IO;
using System.Linq;
using System.Threading;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// A controller moved to cgroup version 2 for a test, taken from its unused version 1 hierarchy. Afterwards it is moved back, however the
/// test ends.
/// </summary>
internal sealed class MovedController : IDisposable
{
    // The kernel gives a controller back some time after the last cgroup that used it went.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    // Controllers that no host has in version 2, nor needs for anything.
    private static readonly string[] _spares = ["net_cls", "net_prio"];

    private readonly Func<bool> _back;

    private MovedController(Func<bool> back) => _back = back;

    /// <summary>Gives version 2 a controller.</summary>
    /// <param name="controller">The controller, alone in its hierarchy.</param>
    /// <param name="obstacle">Why it cannot be given, where it cannot.</param>
    internal static MovedController? ToSecond(string controller, out string obstacle)
    {
        obstacle = "";
        if (HostCgroups.SecondHas(controller))
        {
            return new MovedController(() => true);
        }
        if (HostCgroups.Second is null || HostCgroups.FirstOf(controller) is not { } first || Path.GetFileName(first) != controller)
        {
            obstacle = "there is neither that nor a hierarchy of v1 to take it from";
            return null;
        }
        if (Directory.GetDirectories(first).Length > 0 || (Unmount(first, controller) ?? Exchange(first, controller)) is not { } moved)
        {
            obstacle = $"somebody uses it in v1, at {first}";
            return null;
        }
        if (!SpinWait.SpinUntil(() => HostCgroups.SecondHas(controller), _patience))
        {
            moved.Dispose();
            obstacle = "its hierarchy of v1 stays, since it is mounted elsewhere too";
            return null;
        }
        return moved;
    }

    public void Dispose()
    {
        if (!SpinWait.SpinUntil(_back, _patience))
        {
            throw new IOException("a controller cannot go back to its hierarchy of cgroup v1; is it used in cgroup v2?");
        }
    }

    // An unused hierarchy disappears when it is unmounted.
    private static MovedController? Unmount(string first, string controller) => RunningProgram.Run("umount", first).Status == 0
        ? Moved(controller, () => Mounts("-o", controller, "cgroup", first))
        : null;

    // One that is held by something may still be given another controller instead.
    private static MovedController? Exchange(string first, string controller)
    {
        string? spare = _spares.FirstOrDefault(name => HostCgroups.FirstOf(name) is null && HasUnused(name));
        return spare is not null && Changes(first, spare) ? Moved(controller, () => Changes(first, controller)) : null;
    }

    private static MovedController Moved(string controller, Func<bool> back) => new(() =>
    {
        // The jailer leaves enabled what it enabled, as it should.
        if (HostCgroups.SecondHas(controller))
        {
            EnabledControllers.Disable(controller);
        }
        return back();
    });

    private static bool Changes(string first, string controller) =>
        Mounts("--options-mode", "ignore", "-o", $"remount,{controller}", "cgroup", first);

    private static bool Mounts(params string[] arguments)
    {
        if (RunningProgram.Run("mount", ["-t", "cgroup", .. arguments]).Status == 0)
        {
            return true;
        }
        // A busy hierarchy takes a while: polling faster is pointless.
        Thread.Sleep(100);
        return false;
    }

    // The second field is the number of its hierarchy, the fourth whether the kernel has it enabled.
    private static bool HasUnused(string controller) => File.ReadLines("/proc/cgroups")
        .Select(line => line.Split('\t'))
        .Any(fields => fields[0] == controller && (fields[1], fields[3]) == ("0", "1"));
}
