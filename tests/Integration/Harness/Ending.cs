using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Harness;

/// <summary>How a process ended, as its parent sees it: by exiting with a status, or by a signal.</summary>
/// <param name="Status">The status, or null.</param>
/// <param name="Signal">The signal, or null.</param>
/// <param name="DumpedCore">Whether a core was written.</param>
internal sealed record Ending(int? Status, Signum? Signal, bool DumpedCore)
{
    // What sys/wait.h calls WCOREFLAG.
    private const int CoreFlag = 0x80;

    /// <summary>Exited with a status.</summary>
    internal static Ending Exited(int status) => new(status, null, false);

    /// <summary>By a signal, without a core.</summary>
    internal static Ending Killed(Signum signal) => new(null, signal, false);

    /// <summary>Reads what waitpid(2) gave.</summary>
    /// <param name="status">The word that it filled.</param>
    internal static Ending Of(int status) => Syscall.WIFSIGNALED(status)
        ? new Ending(null, Syscall.WTERMSIG(status), (status & CoreFlag) != 0)
        : Exited(Syscall.WEXITSTATUS(status));
}
