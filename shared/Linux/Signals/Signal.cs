using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>Signals that Kiln takes, sends or blocks (signal(7)).</summary>
[CHeader("signal.h")]
public enum Signal
{
    /// <summary>Hangup of the terminal.</summary>
    SIGHUP = 1,

    /// <summary>Interrupt from the keyboard.</summary>
    SIGINT = 2,

    /// <summary>Quit from the keyboard.</summary>
    SIGQUIT = 3,

    SIGILL = 4,

    SIGABRT = 6,

    /// <summary>A mapped file was truncated below the accessed page.</summary>
    SIGBUS = 7,

    SIGFPE = 8,

    /// <summary>Kill; cannot be caught.</summary>
    SIGKILL = 9,

    SIGSEGV = 11,

    /// <summary>Write to a pipe or socket without a reader.</summary>
    SIGPIPE = 13,

    SIGTERM = 15,

    SIGCHLD = 17,

    /// <summary>The CPU time limit is exceeded.</summary>
    SIGXCPU = 24,

    /// <summary>The file size limit is exceeded.</summary>
    SIGXFSZ = 25,

    /// <summary>A seccomp filter trapped a system call.</summary>
    SIGSYS = 31,
}
