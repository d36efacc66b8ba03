using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Everything that a child needs, prepared before the fork: it cannot allocate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TrialPlan
{
    internal sock_fprog Guard;

    /// <summary>The program under test; of several, the one that is installed next.</summary>
    internal sock_fprog Tested;

    /// <summary>The programs under test, the oldest first.</summary>
    internal sock_fprog* Programs;

    /// <summary>How many they are.</summary>
    internal int ProgramCount;

    internal fixed ulong Arguments[6];

    /// <summary>Their low halves, all that a 32-bit call has.</summary>
    internal fixed uint LowHalves[6];

    internal int Number;

    /// <summary>Makes a 32-bit call of a number and low halves; null for a native call.</summary>
    internal delegate* unmanaged[SuppressGCTransition]<int, uint*, int> CompatibleCall;

    /// <summary>Where the outcome goes.</summary>
    internal TrialRecord* Record;

    /// <summary>Null: a store there ends a child to which every call may be refused, and the compiler must not see that it will.</summary>
    internal byte* Nowhere;
}
