using System.IO;
using System.Linq;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// The controllers enabled for the children of the version 2 root cgroup. Jailers leave enabled what they enable; after the serial tests the
/// previous set is restored.
/// </summary>
public sealed class EnabledControllers : IDisposable
{
    private readonly string[] _before = All();

    public void Dispose()
    {
        foreach (string controller in All().Except(_before))
        {
            Disable(controller);
        }
    }

    /// <summary>Takes a controller away from the cgroups below the topmost.</summary>
    internal static void Disable(string controller) => File.WriteAllText($"{HostCgroups.Second}/cgroup.subtree_control", $"-{controller}");

    private static string[] All() =>
        HostCgroups.Second is { } path ? [.. HostCgroups.WordsOf($"{path}/cgroup.subtree_control")] : [];
}
