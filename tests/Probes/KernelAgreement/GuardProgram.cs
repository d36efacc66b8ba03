using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>
/// The filter below the tested one, under which no allowed call is executed. TRACE is the weakest action that prevents a call, so every
/// stricter one shows; without a tracer it yields ENOSYS. Two calls without arguments are executed: with these, ALLOW can be told from
/// TRACE. The program is written by hand, so that no compiler fault lets a random call through.
/// </summary>
internal static class GuardProgram
{
    /// <summary>How many instructions there are.</summary>
    internal const int Length = 12;

    private const int GetProcessId = 39;
    private const uint ArchitectureOffset = 4;
    private const uint ThirdArgumentOffset = 32;
    private const byte ToTrace = Length;

    /// <summary>Numbers of getpid and gettid, which return the same number in a process of one thread.</summary>
    internal static IReadOnlyList<int> MadeNumbers { get; } = [GetProcessId, (int)SystemCall.SYS_gettid];

    /// <summary>Whether a call is made when the tested program allows it.</summary>
    internal static bool LetsThrough(Call call) =>
        call.Architecture == AuditArchitecture.AUDIT_ARCH_X86_64 && call.Number is GetProcessId or (int)SystemCall.SYS_gettid;

    /// <param name="tested">Where the child keeps its sock_fprog: a seccomp call with any other address is not made either.</param>
    internal static sock_filter[] Compose(ulong tested) =>
    [
        Load(ArchitectureOffset),
        OnlyIf(1, (uint)AuditArchitecture.AUDIT_ARCH_X86_64),
        Load(0),
        Branch(GetProcessId, 6, 0),
        Branch((uint)SystemCall.SYS_gettid, 5, 0),
        OnlyIf(5, (uint)SystemCall.SYS_seccomp),
        Load(ThirdArgumentOffset),
        OnlyIf(7, (uint)tested),
        Load(ThirdArgumentOffset + 4),
        OnlyIf(9, (uint)(tested >> 32)),
        Return(SeccompAction.SECCOMP_RET_ALLOW),
        Return(SeccompAction.SECCOMP_RET_TRACE),
    ];

    private static sock_filter Load(uint offset) => new() { code = BpfCodes.LoadWord, k = offset };

    private static sock_filter Branch(uint value, byte equal, byte different) =>
        new() { code = BpfCodes.JumpIfEqual, k = value, jt = equal, jf = different };

    private static sock_filter OnlyIf(int at, uint value) => Branch(value, 0, (byte)(ToTrace - at - 2));

    private static sock_filter Return(SeccompAction action) => new() { code = BpfCodes.Return, k = (uint)action };
}
