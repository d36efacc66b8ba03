namespace Kiln.Probes.KernelAgreement;

/// <summary>How far a child has come; it writes this where its parent can read it after its end.</summary>
internal enum TrialStage
{
    /// <summary>The guard is not in force.</summary>
    Unguarded,

    /// <summary>The guard is in force, the tested program is not.</summary>
    Guarded,

    /// <summary>The call is next.</summary>
    Calling,

    /// <summary>The call has returned.</summary>
    Returned,

    Trapped,
}
