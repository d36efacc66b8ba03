namespace Kiln.Vmm.Foundation;

/// <summary>The exit statuses of <c>vmm</c>, which are Firecracker's.</summary>
internal enum ExitCode
{
    /// <summary>The guest reset or shut itself down, or help was asked for.</summary>
    Ok = 0,

    /// <summary>The machine could not be started, or the guest failed.</summary>
    GenericError = 1,

    /// <summary>Something that the other codes do not describe, such as a SIGSYS that no filter sent.</summary>
    UnexpectedError = 2,

    /// <summary>SIGINT: 128 and the signal's number.</summary>
    Interrupted = 130,

    /// <summary>SIGQUIT: 128 and the signal's number.</summary>
    Quit = 131,

    /// <summary>SIGTERM: 128 and the signal's number.</summary>
    Terminated = 143,

    /// <summary>A thread made a system call that its filter does not allow.</summary>
    BadSyscall = 148,

    /// <summary>SIGABRT, by which the runtime ends after an internal error; the process ends by the signal itself.</summary>
    Aborted = 134,

    /// <summary>SIGFPE outside managed code: 128 and the signal's number.</summary>
    ArithmeticFault = 136,

    /// <summary>SIGBUS outside managed code, for example a mapped file that was truncated.</summary>
    BusError = 149,

    /// <summary>SIGSEGV outside managed code.</summary>
    BadAddress = 150,

    /// <summary>SIGXFSZ: a file that the monitor writes has reached the limit of the process's files.</summary>
    FileSizeLimit = 151,

    /// <summary>The level of the log is none.</summary>
    BadConfiguration = 152,

    /// <summary>The command line is wrong.</summary>
    ArgumentParsing = 153,

    /// <summary>SIGXCPU: the process has used the processor time that its limit allows.</summary>
    ProcessorTimeLimit = 154,

    /// <summary>SIGHUP.</summary>
    HangUp = 156,

    /// <summary>SIGILL outside managed code.</summary>
    IllegalInstruction = 157,
}
