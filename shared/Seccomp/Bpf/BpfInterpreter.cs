using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>Runs a program as the kernel does, for tests and reviews.</summary>
public static class BpfInterpreter
{
    /// <summary>Runs a program on a call.</summary>
    /// <param name="program">The program.</param>
    /// <param name="call">The call.</param>
    /// <returns>What the program returns.</returns>
    /// <exception cref="InvalidOperationException">The kernel would not have taken the program.</exception>
    public static SeccompAction Run(ReadOnlySpan<sock_filter> program, in SyscallData call)
    {
        uint accumulator = 0;
        for (long at = 0; at < program.Length; at++)
        {
            ref readonly sock_filter instruction = ref program[(int)at];
            switch (instruction.code)
            {
                case BpfCode.BPF_LD | BpfCode.BPF_W | BpfCode.BPF_ABS when instruction.k < 64 && instruction.k % 4 == 0:
                    accumulator = call.Word(instruction.k);
                    break;
                case BpfCode.BPF_ALU | BpfCode.BPF_AND | BpfCode.BPF_K:
                    accumulator &= instruction.k;
                    break;
                case BpfCode.BPF_JMP | BpfCode.BPF_JA:
                    at += instruction.k;
                    break;
                case BpfCode.BPF_JMP | BpfCode.BPF_JEQ | BpfCode.BPF_K:
                    at += accumulator == instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.BPF_JMP | BpfCode.BPF_JGT | BpfCode.BPF_K:
                    at += accumulator > instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.BPF_JMP | BpfCode.BPF_JGE | BpfCode.BPF_K:
                    at += accumulator >= instruction.k ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.BPF_JMP | BpfCode.BPF_JSET | BpfCode.BPF_K:
                    at += (accumulator & instruction.k) != 0 ? instruction.jt : instruction.jf;
                    break;
                case BpfCode.BPF_RET | BpfCode.BPF_K:
                    return (SeccompAction)instruction.k;
                default:
                    throw new InvalidOperationException($"instruction {at} has code 0x{instruction.code:x}, which no filter of Kiln uses");
            }
        }
        throw new InvalidOperationException("the program runs past its end");
    }
}
