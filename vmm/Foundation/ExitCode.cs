namespace Kiln.Vmm.Foundation;

/// <summary>Exit statuses of <c>vmm</c>; the same as Firecracker's.</summary>
internal enum ExitCode
{
    /// <summary>The guest reset or shut down, or help was requested.</summary>
    Ok = 0,

    /// <summary>The machine could not be started, or the guest failed.</summary>
    GenericError = 1,

    /// <summary>A failure without a status of its own, such as a SIGSYS that no filter sent.</summary>
    UnexpectedError = 2,

    /// <summary>SIGINT: 128 plus the signal's number.</summary>
    Interrupted = 130,

    /// <summary>SIGQUIT: 128 plus the signal's number.</summary>
    Quit = 131,

    /// <summary>SIGTERM: 128 plus the signal's number.</summary>
    Terminated = 143,

    /// <summary>A thread made a system call that its filter forbids.</summary>
    BadSyscall = 148,

    /// <summary>SIGABRT, which the runtime raises after an internal error; the process is killed by the signal itself.</summary>
    Aborted = 134,

    /// <summary>SIGFPE outside managed code: 128 plus the signal's number.</summary>
    ArithmeticFault = 136,

    /// <summary>SIGBUS outside managed code, for example because a mapped file was truncated.</summary>
    BusError = 149,

    /// <summary>SIGSEGV outside managed code.</summary>
    BadAddress = 150,

    /// <summary>SIGXFSZ: a file that the monitor writes has reached the file size limit (RLIMIT_FSIZE).</summary>
    FileSizeLimit = 151,

    /// <summary>The log level is unknown.</summary>
    BadConfiguration = 152,

    /// <summary>The command line is wrong.</summary>
    ArgumentParsing = 153,

    /// <summary>SIGXCPU: the process has reached its processor time limit (RLIMIT_CPU).</summary>
    ProcessorTimeLimit = 154,

    /// <summary>SIGHUP.</summary>
    HangUp = 156,

    /// <summary>SIGILL outside managed code.</summary>
    IllegalInstruction = 157,
}
