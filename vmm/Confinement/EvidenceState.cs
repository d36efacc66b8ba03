namespace Kiln.Vmm.Confinement;

/// <summary>What has become of the evidence that a signal handler leaves. It only ever goes on to a later state.</summary>
internal enum EvidenceState
{
    /// <summary>Nothing has ended the process.</summary>
    None,

    /// <summary>A handler is writing it down.</summary>
    Claimed,

    /// <summary>It is there for the vmm thread to take.</summary>
    Left,

    /// <summary>The vmm thread has it.</summary>
    Taken,

    /// <summary>It is in the log.</summary>
    Logged,

    /// <summary>It is a life-cycle event, too.</summary>
    Told,
}
