using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>The rest of classic BPF that the kernel takes in a filter: Kiln reads it in the filters of others, and writes none of it.</summary>
[CHeader("linux/filter.h")]
internal static class ForeignBpfCode
{
    internal const ushort BPF_LDX = 0x01;

    internal const ushort BPF_ST = 0x02;

    internal const ushort BPF_STX = 0x03;

    internal const ushort BPF_MISC = 0x07;

    internal const ushort BPF_IMM = 0x00;

    internal const ushort BPF_MEM = 0x60;

    internal const ushort BPF_LEN = 0x80;

    /// <summary>The operand is the index register.</summary>
    internal const ushort BPF_X = 0x08;

    /// <summary>The answer is the accumulator.</summary>
    internal const ushort BPF_A = 0x10;

    internal const ushort BPF_ADD = 0x00;

    internal const ushort BPF_SUB = 0x10;

    internal const ushort BPF_MUL = 0x20;

    internal const ushort BPF_DIV = 0x30;

    internal const ushort BPF_OR = 0x40;

    internal const ushort BPF_LSH = 0x60;

    internal const ushort BPF_RSH = 0x70;

    internal const ushort BPF_NEG = 0x80;

    internal const ushort BPF_XOR = 0xA0;

    internal const ushort BPF_TAX = 0x00;

    internal const ushort BPF_TXA = 0x80;

    /// <summary>The words of a program's memory.</summary>
    internal const int BPF_MEMWORDS = 16;

    /// <summary>Loads the operand into the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadConstant = BpfCode.BPF_LD | BPF_IMM;

    /// <summary>Loads the operand into the index register.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadIndexConstant = BPF_LDX | BPF_IMM;

    /// <summary>Loads the length of struct seccomp_data into the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadLength = BpfCode.BPF_LD | BpfCode.BPF_W | BPF_LEN;

    /// <summary>Loads the length of struct seccomp_data into the index register.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadIndexLength = BPF_LDX | BpfCode.BPF_W | BPF_LEN;

    /// <summary>Loads a word of memory into the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadMemory = BpfCode.BPF_LD | BPF_MEM;

    /// <summary>Loads a word of memory into the index register.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort LoadIndexMemory = BPF_LDX | BPF_MEM;

    /// <summary>Copies the accumulator to the index register.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort CopyToIndex = BPF_MISC | BPF_TAX;

    /// <summary>Copies the index register to the accumulator.</summary>
    [NotInHeader("a combination of the parts above")]
    internal const ushort CopyFromIndex = BPF_MISC | BPF_TXA;

    [NotInHeader("a combination of the parts above")]
    internal const ushort Negate = BpfCode.BPF_ALU | BPF_NEG;

    [NotInHeader("a combination of the parts above")]
    internal const ushort ReturnAccumulator = BpfCode.BPF_RET | BPF_A;
}
