using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>The parts of classic BPF's operation codes that seccomp programs use.</summary>
[CHeader("linux/bpf_common.h")]
internal static class BpfCode
{
    /// <summary>Load into the accumulator.</summary>
    internal const ushort BPF_LD = 0x00;

    /// <summary>Arithmetic on the accumulator.</summary>
    internal const ushort BPF_ALU = 0x04;

    /// <summary>Jump.</summary>
    internal const ushort BPF_JMP = 0x05;

    /// <summary>Return.</summary>
    internal const ushort BPF_RET = 0x06;

    /// <summary>32 bits.</summary>
    internal const ushort BPF_W = 0x00;

    /// <summary>At a fixed offset.</summary>
    internal const ushort BPF_ABS = 0x20;

    /// <summary>And.</summary>
    internal const ushort BPF_AND = 0x50;

    /// <summary>Always.</summary>
    internal const ushort BPF_JA = 0x00;

    /// <summary>If equal.</summary>
    internal const ushort BPF_JEQ = 0x10;

    /// <summary>If greater, unsigned.</summary>
    internal const ushort BPF_JGT = 0x20;

    /// <summary>If greater or equal, unsigned.</summary>
    internal const ushort BPF_JGE = 0x30;

    /// <summary>If a bit is common.</summary>
    internal const ushort BPF_JSET = 0x40;

    /// <summary>Operand in the instruction.</summary>
    internal const ushort BPF_K = 0x00;
}
