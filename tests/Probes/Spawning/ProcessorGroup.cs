using System.Globalization;
using System.IO;

namespace Kiln.Probes.Spawning;

/// <summary>
/// A cgroup for measuring the kernel's share of the CPU time of short programs, which no clock provides. The kernel samples it by its
/// tick, for a process of some milliseconds once or never; in a group the samples of many processes add up.
/// </summary>
/// <param name="path">Its directory, in a cgroup file system of version 2; not the uppermost one.</param>
internal sealed class ProcessorGroup(string path)
{
    // What cgroup.procs takes for the process that writes.
    private const int Self = 0;

    /// <summary>Moves this process into the group, and with it what it starts.</summary>
    /// <exception cref="IOException"/>
    internal void Enter() => Move(Self, path);

    /// <summary>Moves this process to the parent group; processes that it started stay.</summary>
    /// <exception cref="IOException"/>
    internal void Leave() => PutOut(Self);

    /// <summary>Puts a process into the group above.</summary>
    /// <exception cref="IOException"/>
    internal void PutOut(int process) => Move(process, Path.GetDirectoryName(path)!);

    private static void Move(int process, string group) =>
        File.WriteAllText(Path.Combine(group, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
}
