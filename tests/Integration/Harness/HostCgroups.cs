using System.IO;
using System.Linq;

namespace Kiln.Integration.Tests.Harness;

/// <summary>The cgroup hierarchies of this host, found in another way than the jailer does: by where distributions mount them.</summary>
internal static class HostCgroups
{
    private const string Place = "/sys/fs/cgroup";

    /// <summary>The directory of version 2, or null.</summary>
    internal static string? Second => ((string[])[Place, $"{Place}/unified"]).FirstOrDefault(path => File.Exists($"{path}/cgroup.controllers"));

    /// <summary>The topmost directories of all hierarchies.</summary>
    internal static IReadOnlyList<string> Tops =>
    [
        .. ((string[])[Place, .. Directory.Exists(Place) ? Directory.GetDirectories(Place) : []])
            .Where(path => File.Exists($"{path}/cgroup.procs") && (path == Place || !File.Exists($"{Place}/cgroup.procs")))
            // Where controllers are mounted together, distributions have a link for each.
            .Where(path => new DirectoryInfo(path).LinkTarget is null),
    ];

    /// <summary>The directory in which version 1 has a controller, or null.</summary>
    internal static string? FirstOf(string controller) => SecondHas(controller)
        ? null
        : Tops.FirstOrDefault(path => path != Second && Path.GetFileName(path).Split(',').Contains(controller));

    /// <summary>Whether version 2 has a controller.</summary>
    internal static bool SecondHas(string controller) => Second is { } path && WordsOf($"{path}/cgroup.controllers").Contains(controller);

    /// <summary>The words of a file.</summary>
    internal static IReadOnlyList<string> WordsOf(string path) => File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>In which cgroup a process is.</summary>
    /// <param name="top">The topmost directory of a hierarchy.</param>
    /// <returns>The cgroup's path in the hierarchy.</returns>
    internal static string PlaceOf(int process, string top)
    {
        string controllers = top == Second ? "" : Path.GetFileName(top);
        string[] names = controllers == "systemd" ? ["name=systemd"] : controllers.Split(',');
        return File.ReadLines($"/proc/{process}/cgroup")
            .Select(line => line.Split(':', 3))
            .First(fields => fields[1].Split(',').Order().SequenceEqual(names.Order()))[2];
    }
}
