using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>Words for the instructions that only filters of others have.</summary>
internal static class ForeignOperation
{
    /// <summary>What an instruction does that neither reads the call nor jumps.</summary>
    internal static string Of(in sock_filter instruction) => instruction.code switch
    {
        ForeignBpfCode.LoadConstant => $"load  0x{instruction.k:x}",
        ForeignBpfCode.LoadLength => "load  the length of a call",
        ForeignBpfCode.LoadMemory => $"load  memory[{instruction.k}]",
        ForeignBpfCode.LoadIndexConstant => $"index 0x{instruction.k:x}",
        ForeignBpfCode.LoadIndexLength => "index the length of a call",
        ForeignBpfCode.LoadIndexMemory => $"index memory[{instruction.k}]",
        ForeignBpfCode.CopyToIndex => "index accumulator",
        ForeignBpfCode.CopyFromIndex => "load  index",
        ForeignBpfCode.BPF_ST => $"store memory[{instruction.k}]",
        ForeignBpfCode.BPF_STX => $"store memory[{instruction.k}], index",
        ForeignBpfCode.Negate => "neg",
        ForeignBpfCode.ReturnAccumulator => "return accumulator",
        _ => NameOf(instruction.code & ~ForeignBpfCode.BPF_X) is { } name ? $"{name,-5} {OperandOf(in instruction)}" : $"code 0x{instruction.code:x}",
    };

    /// <summary>The right side of a comparison or computation.</summary>
    internal static string OperandOf(in sock_filter instruction) => (instruction.code & ForeignBpfCode.BPF_X) == 0 ? $"0x{instruction.k:x}" : "index";

    private static string? NameOf(int code) => code switch
    {
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_ADD => "add",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_SUB => "sub",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_MUL => "mul",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_DIV => "div",
        BpfCode.AndConstant => "and",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_OR => "or",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_XOR => "xor",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_LSH => "shl",
        BpfCode.BPF_ALU | ForeignBpfCode.BPF_RSH => "shr",
        _ => null,
    };
}
