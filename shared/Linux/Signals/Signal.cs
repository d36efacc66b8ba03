using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>Signals that Kiln takes, sends or blocks (signal(7)).</summary>
[CHeader("signal.h")]
public enum Signal
{
    /// <summary>The terminal went away.</summary>
    SIGHUP = 1,

    /// <summary>Interrupt from the keyboard.</summary>
    SIGINT = 2,

    /// <summary>Quit from the keyboard.</summary>
    SIGQUIT = 3,

    /// <summary>Illegal instruction.</summary>
    SIGILL = 4,

    /// <summary>Abort.</summary>
    SIGABRT = 6,

    /// <summary>A mapped file was truncated under its reader.</summary>
    SIGBUS = 7,

    /// <summary>Arithmetic fault.</summary>
    SIGFPE = 8,

    /// <summary>Cannot be caught.</summary>
    SIGKILL = 9,

    /// <summary>Bad address.</summary>
    SIGSEGV = 11,

    /// <summary>A pipe or socket without a reader was written.</summary>
    SIGPIPE = 13,

    /// <summary>A polite request to end.</summary>
    SIGTERM = 15,

    /// <summary>A child has ended.</summary>
    SIGCHLD = 17,

    /// <summary>The process has used the processor time of its limit.</summary>
    SIGXCPU = 24,

    /// <summary>A file has reached the process's limit.</summary>
    SIGXFSZ = 25,

    /// <summary>A seccomp filter trapped a system call.</summary>
    SIGSYS = 31,
}
