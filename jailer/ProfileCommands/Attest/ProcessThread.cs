using System.Globalization;
using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>A thread as /proc shows it to everybody.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsFirst">Whether it is the one that the process began with, which has the process's number.</param>
/// <param name="Start">When it was made, in ticks of the host's clock.</param>
/// <param name="Name">Its name, which it has given itself.</param>
/// <param name="IsKernelWorker">Whether the kernel started it, for an io_uring or for KVM: it runs no instruction of the process.</param>
/// <param name="IsFiltered">Whether it carries filters at all.</param>
/// <param name="FilterCount">How many.</param>
internal sealed record ProcessThread(
    int Id, bool IsFirst, ulong Start, string Name, bool IsKernelWorker, bool IsFiltered, int FilterCount)
{
    // PF_IO_WORKER and PF_USER_WORKER of the kernel's include/linux/sched.h, in the ninth field of stat: no process can set them.
    private const uint KernelWorkerFlags = 0x10 | 0x4000;

    private const int FlagsField = 9;
    private const int StartField = 22;

    // SECCOMP_MODE_FILTER.
    private const string Filtered = "2";

    /// <summary>
    /// The program that its work asks for. The first thread is known by its number, and may have any name; the others by the names that the monitor
    /// gives them, under its own name or Firecracker's. Null for a name that it gives to none.
    /// </summary>
    internal FilterProfile? Program => Name switch
    {
        _ when IsFirst => FilterProfile.Vmm,
        "api" or "fc_api" => FilterProfile.Api,
        "runtime" => FilterProfile.Runtime,
        _ when IsProcessor => FilterProfile.Vcpu,
        _ => null,
    };

    /// <summary>Whether it runs a virtual processor.</summary>
    internal bool IsProcessor =>
        !IsFirst && (Name.StartsWith("vcpu ", StringComparison.Ordinal) || Name.StartsWith("fc_vcpu ", StringComparison.Ordinal));

    /// <summary>The threads of a process.</summary>
    /// <param name="process">The process.</param>
    /// <exception cref="JailerFailure">There is no such process.</exception>
    internal static IReadOnlyList<ProcessThread> Of(int process)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{process}/task").Select(folder => TryRead(folder, process)).OfType<ProcessThread>().OrderBy(thread => thread.Id)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JailerFailure($"there is no process {process} that could be looked into; give the number of a running monitor");
        }
    }

    // One that ended meanwhile is none.
    private static ProcessThread? TryRead(string folder, int process)
    {
        try
        {
            Dictionary<string, string> status = File.ReadLines($"{folder}/status").Select(line => line.Split(":\t", 2))
                .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1].Trim());
            // The name may have any character; the fields behind its last bracket have none.
            string[] fields = File.ReadAllText($"{folder}/stat").Split(") ")[^1].Split(' ');
            int id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
            return new ProcessThread(
                id,
                id == process,
                ulong.Parse(fields[StartField - 3], CultureInfo.InvariantCulture),
                status["Name"],
                (uint.Parse(fields[FlagsField - 3], CultureInfo.InvariantCulture) & KernelWorkerFlags) != 0,
                status["Seccomp"] == Filtered,
                status.TryGetValue("Seccomp_filters", out string? count) ? int.Parse(count, CultureInfo.InvariantCulture) : 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
