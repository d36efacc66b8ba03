using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Options;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Threads;

/// <summary>A thread as /proc shows it to every user.</summary>
/// <param name="IsFirst">Whether it is the main thread, whose tid is the pid.</param>
/// <param name="Start">Start time in clock ticks since boot.</param>
/// <param name="Name">The name that it has given itself.</param>
/// <param name="IsKernelWorker">Whether the kernel created it for io_uring or KVM: it never runs the process's own code.</param>
/// <param name="IsFiltered">Whether it has any seccomp filter.</param>
internal sealed record ProcessThread(
    int Id, bool IsFirst, ulong Start, string Name, bool IsKernelWorker, bool IsFiltered, int FilterCount)
{
    // PF_IO_WORKER and PF_USER_WORKER of the kernel's include/linux/sched.h, in field 9 of stat; user space cannot set them.
    private const uint KernelWorkerFlags = 0x10 | 0x4000;

    private const int FlagsField = 9;
    private const int StartField = 22;

    // SECCOMP_MODE_FILTER.
    private const string Filtered = "2";

    /// <summary>
    /// The program that its role requires. The main thread is recognized by its number, whatever its name; the others by the names that the monitor
    /// gives them, under its own process name or Firecracker's. Null for any other name.
    /// </summary>
    internal FilterProfile? Program => IsFirst ? FilterProfile.Vmm : ThreadName.OfOther(Name);

    /// <summary>Whether it is a vCPU thread.</summary>
    internal bool IsProcessor => !IsFirst && ThreadName.IsProcessor(Name);

    /// <summary>The threads of a process.</summary>
    /// <exception cref="JailerFailure">The process does not exist.</exception>
    internal static IReadOnlyList<ProcessThread> Of(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task").Select(folder => TryRead(folder, process)).OfType<ProcessThread>().OrderBy(thread => thread.Id)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JailerFailure($"there is no process {process}, or /proc hides it; give the pid of a running monitor");
        }
    }

    // Null when the thread has ended meanwhile.
    private static ProcessThread? TryRead(string folder, int process)
    {
        string status;
        string stat;
        try
        {
            status = File.ReadAllText($"{folder}/status");
            stat = File.ReadAllText($"{folder}/stat");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        return TryParse(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), process, status, stat)
            ?? throw new JailerFailure($"{folder} is not understood: its status or stat lacks a field; report it with the kernel's version");
    }

    /// <summary>Reads the kernel's texts. A thread may have given itself any name, but a line feed in one is escaped.</summary>
    /// <param name="status">The content of <c>status</c>, whose first line is the name's.</param>
    /// <param name="stat">The content of <c>stat</c>, where the fields after the name's closing bracket contain no brackets.</param>
    /// <returns>Null when a field is missing or no number.</returns>
    internal static ProcessThread? TryParse(int id, int process, string status, string stat)
    {
        Dictionary<string, string> lines = [];
        foreach (string[] pair in status.Split('\n').Select(line => line.Split(":\t", 2)).Where(pair => pair.Length == 2))
        {
            lines.TryAdd(pair[0], pair[1].Trim(' ', '\t'));
        }
        string[] fields = stat.Split(") ")[^1].Split(' ');
        return fields.Length > StartField - 3
            && ulong.TryParse(fields[StartField - 3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong start)
            && uint.TryParse(fields[FlagsField - 3], NumberStyles.None, CultureInfo.InvariantCulture, out uint flags)
            && int.TryParse(lines.GetValueOrDefault("Seccomp_filters", "0"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && lines.TryGetValue("Name", out string? name) && lines.TryGetValue("Seccomp", out string? mode)
                ? new ProcessThread(id, id == process, start, name, (flags & KernelWorkerFlags) != 0, mode == Filtered, count)
                : null;
    }
}
