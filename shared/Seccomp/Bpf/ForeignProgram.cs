using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>Programs that others have written, as files of instructions: what the kernel would take as a filter.</summary>
public static class ForeignProgram
{
    /// <summary>Why the kernel would reject a program, or null when it runs to an answer for every call.</summary>
    public static string? ReasonAgainst(ReadOnlySpan<sock_filter> program)
    {
        if (program.Length is 0 or > BpfLimits.BPF_MAXINSNS)
        {
            return $"a program has 1 to {BpfLimits.BPF_MAXINSNS} instructions, not {program.Length}";
        }
        for (int at = 0; at < program.Length; at++)
        {
            if (ReasonAgainst(in program[at], (uint)(program.Length - at - 1)) is { } reason)
            {
                return $"instruction {at} {reason}";
            }
        }
        return null;
    }

    // Behind: how many instructions follow this one.
    private static string? ReasonAgainst(in sock_filter instruction, uint behind)
    {
        uint farthest = 0;
        switch (instruction.code)
        {
            case BpfCode.ReturnConstant or ForeignBpfCode.ReturnAccumulator:
                return null;
            case BpfCode.LoadWord when instruction.k >= SyscallData.Length || instruction.k % sizeof(uint) != 0:
                return $"loads from offset {instruction.k}, which is no word of a call";
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_DIV when instruction.k == 0:
                return "divides by zero";
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_LSH or BpfCode.BPF_ALU | ForeignBpfCode.BPF_RSH when instruction.k >= 32:
                return $"shifts by {instruction.k} bits";
            case BpfCode.LoadWord:
                break;
            case BpfCode.Jump:
                farthest = instruction.k;
                break;
            default:
                if ((instruction.code & ~ForeignBpfCode.BPF_X) is BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon)
                {
                    farthest = Math.Max(instruction.jt, instruction.jf);
                    break;
                }
                BpfRegisters registers = default;
                if (!registers.TryExecute(in instruction))
                {
                    return $"has code 0x{instruction.code:x} with 0x{instruction.k:x}, which the kernel takes in no filter";
                }
                break;
        }
        return farthest < behind ? null : "leads past the end of the program";
    }
}
