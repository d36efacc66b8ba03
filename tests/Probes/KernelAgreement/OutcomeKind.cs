namespace Kiln.Probes.KernelAgreement;

/// <summary>How a filter's answer appears to the calling process.</summary>
internal enum OutcomeKind
{
    /// <summary>The call was made: it returned what only the kernel knew.</summary>
    Made,

    /// <summary>The call returned an error.</summary>
    Failed,

    /// <summary>SIGSYS came to its handler.</summary>
    Trapped,

    /// <summary>SIGSYS ended the process without its handler.</summary>
    Killed,

    /// <summary>The kernel did not take the program.</summary>
    Refused,

    /// <summary>Anything else; no filter's answer looks like this.</summary>
    Strange,
}
