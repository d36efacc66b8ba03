using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Harness;

/// <summary>The name of a cgroup that is a test's own, in every hierarchy. All that is below it is removed when the test ends.</summary>
internal sealed class TestCgroup : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string[] _enabledBefore = Enabled();

    /// <summary>The name.</summary>
    internal string Name { get; } = $"kiln-{Guid.NewGuid():N}"[..20];

    /// <summary>All directories of that name and below, as the host has them now.</summary>
    internal IEnumerable<string> Directories => HostCgroups.Tops
        .Select(top => Path.Combine(top, Name))
        .Where(Directory.Exists)
        .SelectMany(path => Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Append(path))
        .Order(StringComparer.Ordinal);

    /// <summary>Makes the cgroup.</summary>
    /// <param name="top">In which hierarchy.</param>
    /// <param name="below">Names below it.</param>
    /// <returns>Its directory.</returns>
    internal string Make(string top, string below = "") => Directory.CreateDirectory(Path.Combine(top, Name, below)).FullName;

    /// <summary>The processes of a cgroup.</summary>
    /// <param name="path">Its directory.</param>
    internal static IReadOnlyList<int> ProcessesOf(string path) =>
        [.. File.ReadAllLines($"{path}/cgroup.procs").Select(line => int.Parse(line, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        foreach (string path in Directories.OrderByDescending(path => path.Length).ToArray())
        {
            Remove(path);
        }
        // What a jailer enabled in the topmost cgroup it left enabled, as it should.
        foreach (string controller in Enabled().Except(_enabledBefore))
        {
            File.WriteAllText($"{HostCgroups.Second}/cgroup.subtree_control", $"-{controller}");
        }
    }

    /// <summary>Removes a cgroup, with the processes in it.</summary>
    /// <param name="path">Its directory.</param>
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

    private static string[] Enabled() =>
        HostCgroups.Second is { } path ? [.. HostCgroups.WordsOf($"{path}/cgroup.subtree_control")] : [];
}
