namespace Kiln.Vmm.Confinement;

/// <summary>Why a signal handler ends the process.</summary>
internal enum EndingKind
{
    /// <summary>A thread made a system call that its filter forbids.</summary>
    Violation,

    /// <summary>A processor fault occurred outside managed code.</summary>
    Fault,

    /// <summary>The runtime aborted after an unhandled error.</summary>
    Abort,

    /// <summary>Another process sent the signal, to a thread that cannot shut the process down in order.</summary>
    Sent,
}
