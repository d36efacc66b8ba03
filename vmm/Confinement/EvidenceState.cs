namespace Kiln.Vmm.Confinement;

/// <summary>The state of the evidence that a signal handler leaves. It only advances.</summary>
internal enum EvidenceState
{
    /// <summary>No handler has claimed the record.</summary>
    None,

    /// <summary>A handler is writing the record.</summary>
    Claimed,

    /// <summary>The record is ready for the vmm thread.</summary>
    Left,

    /// <summary>The vmm thread has taken the record.</summary>
    Taken,

    /// <summary>The record has been logged.</summary>
    Logged,

    /// <summary>The life-cycle event has been written too.</summary>
    Told,
}
