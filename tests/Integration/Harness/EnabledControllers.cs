using System.IO;
using System.Linq;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// The controllers that the topmost cgroup of version 2 gives to those below it. Jailers leave enabled what they enable; when the tests that
/// run one by one are over, it is again as before.
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
    /// <param name="controller">The controller.</param>
    internal static void Disable(string controller) => File.WriteAllText($"{HostCgroups.Second}/cgroup.subtree_control", $"-{controller}");

    private static string[] All() =>
        HostCgroups.Second is { } path ? [.. HostCgroups.WordsOf($"{path}/cgroup.subtree_control")] : [];
}
