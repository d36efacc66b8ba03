using System.Runtime.InteropServices;

namespace Kiln.Probes.KernelAgreement;

/// <summary>A child's result, in memory shared with its parent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TrialRecord
{
    /// <summary>How far it came.</summary>
    internal TrialStage Stage;

    /// <summary>What errno was, or si_errno of SIGSYS.</summary>
    internal int Error;

    /// <summary>What the last call returned.</summary>
    internal long Value;

    /// <summary>si_code of SIGSYS.</summary>
    internal int Code;

    /// <summary>si_syscall of SIGSYS.</summary>
    internal int Number;

    /// <summary>si_arch of SIGSYS.</summary>
    internal uint Architecture;
}
