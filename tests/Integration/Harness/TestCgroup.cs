using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A cgroup name private to a test, in every hierarchy. Everything below it is removed when the test ends.</summary>
internal sealed class TestCgroup : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    internal string Name { get; } = $"kiln-{Guid.NewGuid():N}"[..20];

    /// <summary>All directories of that name and below, as the host has them now.</summary>
    internal IEnumerable<string> Directories => HostCgroups.Tops
        .Select(top => Path.Combine(top, Name))
        .Where(Directory.Exists)
        .SelectMany(path => Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Append(path))
        .Order(StringComparer.Ordinal);

    internal string Make(string top, string below = "") => Directory.CreateDirectory(Path.Combine(top, Name, below)).FullName;

    /// <summary>The processes of a cgroup.</summary>
    internal static IReadOnlyList<int> ProcessesOf(string path) =>
        [.. File.ReadAllLines($"{path}/cgroup.procs").Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        foreach (string path in Directories.OrderByDescending(path => path.Length).ToArray())
        {
            Remove(path);
        }
    }

    /// <summary>Removes the cgroups of a jail that lie where they do by default, and the cgroup above them when no other jail's are in it.</summary>
    internal static void RemoveOwn(string parent, string id)
    {
        foreach (string path in HostCgroups.Tops.Select(top => $"{top}/{parent}/{id}").Where(Directory.Exists))
        {
            Remove(path);
            _ = Syscall.rmdir(Path.GetDirectoryName(path));
        }
    }

    /// <summary>Removes a cgroup, with the processes in it.</summary>
    internal static void Remove(string path)
    {
        foreach (int process in ProcessesOf(path).Where(process => process > 0))
        {
            _ = Syscall.kill(process, Signum.SIGKILL);
        }
        if (!SpinWait.SpinUntil(() => Syscall.rmdir(path) == 0, _patience))
        {
            throw new IOException($"{path} cannot be removed: {Stdlib.GetLastError()}");
        }
    }
}
