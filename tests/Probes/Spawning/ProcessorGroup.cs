using System.Globalization;
using System.IO;

namespace Kiln.Probes.Spawning;

/// <summary>
/// A cgroup that programs are started in, for what no clock tells of a short program: how much of its time was the kernel's. That is sampled by
/// the kernel's tick, for a process of some milliseconds once or never; in a group the samples of many add up.
/// </summary>
/// <param name="path">Its directory, in a cgroup file system of version 2; not the uppermost one.</param>
internal sealed class ProcessorGroup(string path)
{
    // What cgroup.procs takes for the process that writes.
    private const int Self = 0;

    /// <summary>Lets this process in, and with it what it starts.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    internal void Enter() => Move(Self, path);

    /// <summary>Puts this process into the group above; what it started stays.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    internal void Leave() => PutOut(Self);

    /// <summary>Puts a process into the group above.</summary>
    /// <param name="process">Its number.</param>
    /// <exception cref="IOException">The kernel refused.</exception>
    internal void PutOut(int process) => Move(process, Path.GetDirectoryName(path)!);

    private static void Move(int process, string group) =>
        File.WriteAllText(Path.Combine(group, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
}
