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

    /// <summary>Loads 32 bits of the call into the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadWord = BPF_LD | BPF_W | BPF_ABS;

    /// <summary>Keeps the bits of the accumulator that the operand has.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort AndConstant = BPF_ALU | BPF_AND | BPF_K;

    /// <summary>Jumps, by 32 bits of distance.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort Jump = BPF_JMP | BPF_JA;

    /// <summary>Jumps by whether the accumulator is the operand.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfEqual = BPF_JMP | BPF_JEQ | BPF_K;

    /// <summary>Jumps by whether the accumulator is greater than the operand, unsigned.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfGreater = BPF_JMP | BPF_JGT | BPF_K;

    /// <summary>Jumps by whether the accumulator is at least the operand, unsigned.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfGreaterOrEqual = BPF_JMP | BPF_JGE | BPF_K;

    /// <summary>Jumps by whether the accumulator and the operand have a bit in common.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfCommon = BPF_JMP | BPF_JSET | BPF_K;

    /// <summary>Returns the operand.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort ReturnConstant = BPF_RET | BPF_K;
}
