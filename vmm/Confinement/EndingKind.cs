namespace Kiln.Vmm.Confinement;

/// <summary>Why a signal handler ends the process.</summary>
internal enum EndingKind
{
    /// <summary>A thread made a system call that its filter does not allow.</summary>
    Violation,

    /// <summary>The processor found a fault outside managed code.</summary>
    Fault,

    /// <summary>The runtime ended the process, after an error that nobody handled.</summary>
    Abort,

    /// <summary>A process sent the signal, to a thread that cannot end the process in order.</summary>
    Sent,
}
