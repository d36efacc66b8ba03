using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>What a running program has: the accumulator, the index register and sixteen words of memory, all zero at its start.</summary>
internal struct BpfRegisters
{
    private Memory _memory;

    internal uint Accumulator { get; set; }

    internal uint Index { get; set; }

    /// <summary>Whether the program has divided by zero: it ends there, and answers 0.</summary>
    internal bool HasDividedByZero { get; private set; }

    /// <summary>The right side of a comparison or computation.</summary>
    internal readonly uint Operand(in sock_filter instruction) => (instruction.code & ForeignBpfCode.BPF_X) == 0 ? instruction.k : Index;

    /// <summary>Executes an instruction that neither reads the call, jumps nor returns.</summary>
    /// <returns>False when the kernel takes no such instruction in a filter.</returns>
    internal bool TryExecute(in sock_filter instruction)
    {
        switch (instruction.code)
        {
            case ForeignBpfCode.LoadConstant:
                Accumulator = instruction.k;
                return true;
            case ForeignBpfCode.LoadIndexConstant:
                Index = instruction.k;
                return true;
            case ForeignBpfCode.LoadLength:
                Accumulator = SyscallData.Length;
                return true;
            case ForeignBpfCode.LoadIndexLength:
                Index = SyscallData.Length;
                return true;
            case ForeignBpfCode.LoadMemory when instruction.k < ForeignBpfCode.BPF_MEMWORDS:
                Accumulator = _memory[(int)instruction.k];
                return true;
            case ForeignBpfCode.LoadIndexMemory when instruction.k < ForeignBpfCode.BPF_MEMWORDS:
                Index = _memory[(int)instruction.k];
                return true;
            case ForeignBpfCode.BPF_ST when instruction.k < ForeignBpfCode.BPF_MEMWORDS:
                _memory[(int)instruction.k] = Accumulator;
                return true;
            case ForeignBpfCode.BPF_STX when instruction.k < ForeignBpfCode.BPF_MEMWORDS:
                _memory[(int)instruction.k] = Index;
                return true;
            case ForeignBpfCode.CopyToIndex:
                Index = Accumulator;
                return true;
            case ForeignBpfCode.CopyFromIndex:
                Accumulator = Index;
                return true;
            case ForeignBpfCode.Negate:
                Accumulator = unchecked(0 - Accumulator);
                return true;
            default:
                return TryCompute(in instruction);
        }
    }

    private bool TryCompute(in sock_filter instruction)
    {
        uint operand = Operand(in instruction);
        // A shift by a register takes its low five bits, as the kernel's does.
        int distance = (int)(operand & 31);
        switch (instruction.code & ~ForeignBpfCode.BPF_X)
        {
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_ADD:
                Accumulator = unchecked(Accumulator + operand);
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_SUB:
                Accumulator = unchecked(Accumulator - operand);
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_MUL:
                Accumulator = unchecked(Accumulator * operand);
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_DIV:
                HasDividedByZero = operand == 0;
                Accumulator = HasDividedByZero ? 0 : Accumulator / operand;
                return true;
            case BpfCode.AndConstant:
                Accumulator &= operand;
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_OR:
                Accumulator |= operand;
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_XOR:
                Accumulator ^= operand;
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_LSH:
                Accumulator <<= distance;
                return true;
            case BpfCode.BPF_ALU | ForeignBpfCode.BPF_RSH:
                Accumulator >>= distance;
                return true;
            default:
                return false;
        }
    }

    [InlineArray(ForeignBpfCode.BPF_MEMWORDS)]
    private struct Memory
    {
        private uint _first;
    }
}
