using System.Globalization;
using System.IO;
using System.Linq;

namespace Kiln.Benchmarks.Spawn;

/// <summary>A cgroup of its own, which tells how much of what was started in it the kernel took for itself.</summary>
internal sealed class ProcessorShare : IDisposable
{
    private const string MountTable = "/proc/self/mounts";

    private ProcessorShare(string group) => Group = group;

    internal string Group { get; }

    /// <summary>The kernel's part of the processor time of all that was in it, in percent.</summary>
    internal double KernelPercent
    {
        get
        {
            Dictionary<string, double> figures = File.ReadLines(Path.Combine(Group, "cpu.stat"))
                .Select(line => line.Split(' '))
                .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
            return figures["system_usec"] / (figures["user_usec"] + figures["system_usec"]) * 100;
        }
    }

    /// <summary>Makes a group, where the host has a file system of cgroups that can be written; else null.</summary>
    internal static ProcessorShare? TryMake()
    {
        string? root = File.ReadLines(MountTable)
            .Select(line => line.Split(' '))
            .FirstOrDefault(fields => fields is [_, _, "cgroup2", ..])?[1];
        if (root is null)
        {
            return null;
        }
        try
        {
            return new ProcessorShare(Directory.CreateDirectory(Path.Combine(root, $"kiln-bench-{Environment.ProcessId}")).FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => Directory.Delete(Group);
}
