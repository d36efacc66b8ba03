using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>Executes a program as the kernel does, for tests and reviews: Kiln's, and those of others.</summary>
public static class BpfInterpreter
{
    /// <summary>Runs a program on a call.</summary>
    /// <exception cref="InvalidOperationException">The kernel would have rejected the program.</exception>
    public static FilterAction Run(ReadOnlySpan<sock_filter> program, in SyscallData call)
    {
        BpfRegisters registers = default;
        for (long at = 0; at < program.Length && !registers.HasDividedByZero; at++)
        {
            ref readonly sock_filter instruction = ref program[(int)at];
            switch (instruction.code)
            {
                case BpfCode.LoadWord when instruction.k < SyscallData.Length && instruction.k % sizeof(uint) == 0:
                    registers.Accumulator = call.Word(instruction.k);
                    break;
                case BpfCode.Jump:
                    at += instruction.k;
                    break;
                case BpfCode.ReturnConstant:
                    return new FilterAction(instruction.k);
                case ForeignBpfCode.ReturnAccumulator:
                    return new FilterAction(registers.Accumulator);
                default:
                    if (IsTaken(in instruction, in registers) is { } isTaken)
                    {
                        at += isTaken ? instruction.jt : instruction.jf;
                    }
                    else if (!registers.TryExecute(in instruction))
                    {
                        throw new InvalidOperationException($"instruction {at} has code 0x{instruction.code:x} with 0x{instruction.k:x}, which the kernel takes in no filter");
                    }
                    break;
            }
        }
        return registers.HasDividedByZero ? FilterAction.KillThread : throw new InvalidOperationException("the program runs past its end");
    }

    // Null when the instruction is no conditional jump.
    private static bool? IsTaken(in sock_filter instruction, in BpfRegisters registers)
    {
        uint operand = registers.Operand(in instruction);
        return (instruction.code & ~ForeignBpfCode.BPF_X) switch
        {
            BpfCode.JumpIfEqual => registers.Accumulator == operand,
            BpfCode.JumpIfGreater => registers.Accumulator > operand,
            BpfCode.JumpIfGreaterOrEqual => registers.Accumulator >= operand,
            BpfCode.JumpIfCommon => (registers.Accumulator & operand) != 0,
            _ => null,
        };
    }
}
