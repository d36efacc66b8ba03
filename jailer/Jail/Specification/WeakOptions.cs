using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Logging;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>Options that Firecracker's clients pass, accepted although they have no effect or weaken the jail.</summary>
internal static class WeakOptions
{
    private const uint Root = 0;

    /// <summary>Logs a warning for each such option that was given.</summary>
    /// <param name="options">The command line as given.</param>
    /// <param name="user">The uid that the program runs as.</param>
    internal static void Tell(JailerOptions options, uint user, JailerLog log)
    {
        if (options.Node is { } node)
        {
            log.Warning($"{JailerCommandLine.NodeName} {node} is ignored; to bind the jail to that node, give --cgroup cpuset.mems={node} and --cgroup cpuset.cpus=LIST");
        }
        if (user == Root)
        {
            log.Warning(
                "--uid 0: the monitor stays root. It has no capability, but nothing that rests on its user stops it: it owns what root owns; "
                + "give each jail a user of its own (SECURITY.md says what is lost)");
        }
    }
}
