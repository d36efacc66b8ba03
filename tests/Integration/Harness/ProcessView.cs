using System.Globalization;
using System.IO;
using System.Linq;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A process as /proc shows it to root.</summary>
/// <param name="id">The process.</param>
internal sealed class ProcessView(int id)
{
    private readonly string _folder = $"/proc/{id}";

    /// <summary>Its threads, by number.</summary>
    internal IReadOnlyList<int> Threads =>
        [.. Directory.GetDirectories($"{_folder}/task").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Order()];

    /// <summary>The names of its open descriptors' files, by number.</summary>
    internal IReadOnlyDictionary<int, string> Descriptors => Directory.GetFileSystemEntries($"{_folder}/fd").ToDictionary(
        path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture),
        path => File.ResolveLinkTarget(path, returnFinalTarget: false)!.FullName);

    /// <summary>Where its root directory is, as the kernel's magic link.</summary>
    internal string RootLink => $"{_folder}/root";

    /// <summary>A thread's name.</summary>
    /// <param name="thread">The thread.</param>
    internal string NameOf(int thread) => File.ReadAllText($"{_folder}/task/{thread}/comm").TrimEnd('\n');

    /// <summary>A field of a thread's status, for example <c>CapEff</c>.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="field">The field.</param>
    internal string StatusOf(int thread, string field)
    {
        string prefix = field + ":";
        return File.ReadLines($"{_folder}/task/{thread}/status").First(line => line.StartsWith(prefix, StringComparison.Ordinal))[prefix.Length..]
            .Trim();
    }

    /// <summary>The owner of the process's own /proc folder: root when it cannot be dumped.</summary>
    internal uint ProcOwner
    {
        get
        {
            return Mono.Unix.Native.Syscall.stat($"{_folder}/mem", out Mono.Unix.Native.Stat status) == 0
                ? status.st_uid
                : throw new IOException($"{_folder}/mem cannot be examined");
        }
    }
}
