using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A process as /proc shows it to root.</summary>
internal sealed class ProcessView(int id)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly string _folder = $"/proc/{id}";

    /// <summary>Its threads, by number.</summary>
    internal IReadOnlyList<int> Threads =>
        [.. Directory.GetDirectories($"{_folder}/task").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Order()];

    /// <summary>Its first child, which it may have yet to make.</summary>
    internal int FirstChild
    {
        get
        {
            string children = "";
            SpinWait.SpinUntil(() => (children = Read($"task/{id}/children")).Length > 0, _patience);
            return int.Parse(children.Split(' ')[0], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The names of its open descriptors' files, by number; without those that it closes meanwhile.</summary>
    internal IReadOnlyDictionary<int, string> Descriptors
    {
        get
        {
            Dictionary<int, string> names = [];
            foreach (string path in Directory.GetFileSystemEntries($"{_folder}/fd"))
            {
                int number = int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);
                try
                {
                    names.Add(number, FileAt(number));
                }
                catch (FileNotFoundException)
                {
                    continue;
                }
            }
            return names;
        }
    }

    /// <summary>The name of one open descriptor's file, while others may come and go.</summary>
    internal string FileAt(int number) => File.ResolveLinkTarget($"{_folder}/fd/{number}", returnFinalTarget: false)!.FullName;

    /// <summary>Where its root directory is, as the kernel's magic link.</summary>
    internal string RootLink => $"{_folder}/root";

    /// <summary>How often each thread but the guest's processors has waited for something.</summary>
    internal string Sleeps => string.Join(
        ' ', Threads.Where(thread => !StatusOf(thread, "Name").StartsWith("vcpu", StringComparison.Ordinal))
            .Select(thread => $"{thread}:{StatusOf(thread, "voluntary_ctxt_switches")}"));

    /// <summary>The path of a file about the process.</summary>
    /// <param name="name">Its name in the process's folder of /proc.</param>
    internal string PathOf(string name) => $"{_folder}/{name}";

    /// <summary>A file about the process.</summary>
    /// <param name="name">Its name in the process's folder of /proc.</param>
    internal string Read(string name) => File.ReadAllText($"{_folder}/{name}");

    /// <summary>A field of its <c>stat</c>.</summary>
    /// <param name="number">As proc(5) counts them, from 3 on.</param>
    internal string StatOf(int number) => Read("stat").Split(") ")[^1].Split(' ')[number - 3];

    /// <summary>A field of the process's status.</summary>
    internal string StatusOf(string field) => StatusOf(id, field);

    /// <summary>The soft and the hard value of a limit.</summary>
    /// <param name="name">The limit, as the <c>limits</c> file names it.</param>
    internal string[] LimitOf(string name)
    {
        string line = File.ReadLines($"{_folder}/limits").Single(text => text.StartsWith(name + " ", StringComparison.Ordinal));
        return line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2];
    }

    /// <param name="kind">For example <c>mnt</c>.</param>
    internal string NamespaceOf(string kind) => new FileInfo($"{_folder}/ns/{kind}").LinkTarget!;

    internal string NameOf(int thread) => File.ReadAllText($"{_folder}/task/{thread}/comm").TrimEnd('\n');

    /// <summary>The number of the system call that a thread waits in; null while it runs.</summary>
    internal int? CallOf(int thread) =>
        int.TryParse(File.ReadAllText($"{_folder}/task/{thread}/syscall").Split(' ')[0], CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>A field of a thread's status, for example <c>CapEff</c>.</summary>
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
