using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>Executes a program as the kernel does, for tests and reviews.</summary>
public static class BpfInterpreter
{
    /// <summary>Runs a program on a call.</summary>
    /// <exception cref="InvalidOperationException">The kernel would have rejected the program.</exception>
    public static FilterAction Run(ReadOnlySpan<sock_filter> program, in SyscallData call)
    {
        uint accumulator = 0;
        for (long at = 0; at < program.Length; at++)
        {
            ref readonly sock_filter instruction = ref program[(int)at];
            switch (instruction.code)
            {
                case BpfCode.LoadWord when instruction.k < SyscallData.Length && instruction.k % sizeof(uint) == 0:
                    accumulator = call.Word(instruction.k);
                    break;
                case BpfCode.AndConstant:
                    accumulator &= instruction.k;
                    break;
                case BpfCode.Jump:
                    at += instruction.k;
                    break;
                case BpfCode.JumpIfEqual:
                    at += accumulator == instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.JumpIfGreater:
                    at += accumulator > instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.JumpIfGreaterOrEqual:
                    at += accumulator >= instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.JumpIfCommon:
                    at += (accumulator & instruction.k) != 0 ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.ReturnConstant:
                    return new FilterAction(instruction.k);
                default:
                    throw new InvalidOperationException($"instruction {at} has code 0x{instruction.code:x}, which no filter of Kiln uses");
            }
        }
        throw new InvalidOperationException("the program runs past its end");
    }
}
