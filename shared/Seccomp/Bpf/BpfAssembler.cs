using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Builds a program from its end to its start. Classic BPF only jumps forward, so every target is in place before the jump to it is emitted,
/// and a conditional jump whose target is more than 255 instructions away is followed by a long jump.
/// </summary>
internal sealed class BpfAssembler
{
    // Offsets of conditional jumps have one byte.
    private const int LongestConditionalJump = byte.MaxValue;

    private readonly List<sock_filter> _reversed = [];

    /// <summary>The number of instructions so far.</summary>
    internal int Count => _reversed.Count;

    /// <returns>Its position, as a jump target.</returns>
    internal int Return(FilterAction action) => Add(BpfCode.ReturnConstant, 0, 0, action.Value);

    /// <summary>Adds a load of 32 bits of struct seccomp_data, continuing at a target.</summary>
    /// <param name="offset">Offset in struct seccomp_data.</param>
    internal int Load(int offset, int next)
    {
        FallInto(next);
        return Add(BpfCode.LoadWord, 0, 0, (uint)offset);
    }

    /// <summary>Adds an AND of the accumulator, continuing at a target.</summary>
    /// <param name="mask">The bits to keep.</param>
    internal int And(uint mask, int next)
    {
        FallInto(next);
        return Add(BpfCode.AndConstant, 0, 0, mask);
    }

    /// <summary>Adds a comparison of the accumulator.</summary>
    /// <param name="comparison">One of the conditional jumps of <see cref="BpfCode"/>.</param>
    /// <param name="whenTrue">The target if the comparison is true.</param>
    /// <param name="whenFalse">The target if it is false.</param>
    internal int Branch(ushort comparison, uint value, int whenTrue, int whenFalse)
    {
        // Each long jump moves the comparison one instruction further from the other target, hence one less to spare.
        if (Distance(whenFalse) > LongestConditionalJump - 1)
        {
            whenFalse = Jump(whenFalse);
        }
        if (Distance(whenTrue) > LongestConditionalJump)
        {
            whenTrue = Jump(whenTrue);
        }
        return Add(comparison, (byte)Distance(whenTrue), (byte)Distance(whenFalse), value);
    }

    /// <summary>The program, in order of execution.</summary>
    internal sock_filter[] ToArray()
    {
        sock_filter[] program = [.. _reversed];
        Array.Reverse(program);
        return program;
    }

    private int Distance(int target) => _reversed.Count - target - 1;

    private int Jump(int target) => Add(BpfCode.Jump, 0, 0, (uint)Distance(target));

    private void FallInto(int next)
    {
        if (Distance(next) != 0)
        {
            Jump(next);
        }
    }

    private int Add(ushort code, byte whenTrue, byte whenFalse, uint value)
    {
        _reversed.Add(new sock_filter { code = code, jt = whenTrue, jf = whenFalse, k = value });
        return _reversed.Count - 1;
    }
}
