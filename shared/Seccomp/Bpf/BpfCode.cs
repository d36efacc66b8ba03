using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>The parts of classic BPF opcodes that seccomp programs use.</summary>
[CHeader("linux/bpf_common.h")]
internal static class BpfCode
{
    internal const ushort BPF_LD = 0x00;

    internal const ushort BPF_ALU = 0x04;

    internal const ushort BPF_JMP = 0x05;

    internal const ushort BPF_RET = 0x06;

    internal const ushort BPF_W = 0x00;

    internal const ushort BPF_ABS = 0x20;

    internal const ushort BPF_AND = 0x50;

    internal const ushort BPF_JA = 0x00;

    internal const ushort BPF_JEQ = 0x10;

    internal const ushort BPF_JGT = 0x20;

    internal const ushort BPF_JGE = 0x30;

    internal const ushort BPF_JSET = 0x40;

    internal const ushort BPF_K = 0x00;

    /// <summary>Loads 32 bits of struct seccomp_data into the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadWord = BPF_LD | BPF_W | BPF_ABS;

    /// <summary>Masks the accumulator with the operand.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort AndConstant = BPF_ALU | BPF_AND | BPF_K;

    /// <summary>Jumps unconditionally, with a 32-bit offset.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort Jump = BPF_JMP | BPF_JA;

    /// <summary>Jumps if the accumulator equals the operand.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfEqual = BPF_JMP | BPF_JEQ | BPF_K;

    /// <summary>Jumps if the accumulator is greater than the operand, unsigned.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfGreater = BPF_JMP | BPF_JGT | BPF_K;

    /// <summary>Jumps if the accumulator is at least the operand, unsigned.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfGreaterOrEqual = BPF_JMP | BPF_JGE | BPF_K;

    /// <summary>Jumps if accumulator and operand have a bit in common.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort JumpIfCommon = BPF_JMP | BPF_JSET | BPF_K;

    [NotInHeader("a combination of the parts above")]
    internal const ushort ReturnConstant = BPF_RET | BPF_K;
}
