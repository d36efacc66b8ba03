using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Builds a program from its end to its start. Jumps of classic BPF go forward only, so every target is in place before the jump to it is
/// written, and a conditional jump that is too short for its target, 255 instructions, gets a long jump right behind it.
/// </summary>
internal sealed class BpfAssembler
{
    // The distances of a conditional jump are bytes.
    private const int LongestConditionalJump = byte.MaxValue;

    private readonly List<sock_filter> _reversed = [];

    /// <summary>Instructions so far.</summary>
    internal int Count => _reversed.Count;

    /// <summary>Adds a return.</summary>
    /// <param name="action">What it returns.</param>
    /// <returns>Where it is, to jump to.</returns>
    internal int Return(FilterAction action) => Add(BpfCode.ReturnConstant, 0, 0, action.Value);

    /// <summary>Adds a load of 32 bits of the call, and continues at a target.</summary>
    /// <param name="offset">Where in struct seccomp_data.</param>
    /// <param name="next">Where to continue.</param>
    /// <returns>Where it is.</returns>
    internal int Load(int offset, int next)
    {
        FallInto(next);
        return Add(BpfCode.LoadWord, 0, 0, (uint)offset);
    }

    /// <summary>Adds an AND of the accumulator, and continues at a target.</summary>
    /// <param name="mask">The bits to keep.</param>
    /// <param name="next">Where to continue.</param>
    /// <returns>Where it is.</returns>
    internal int And(uint mask, int next)
    {
        FallInto(next);
        return Add(BpfCode.AndConstant, 0, 0, mask);
    }

    /// <summary>Adds a comparison of the accumulator.</summary>
    /// <param name="comparison">One of the conditional jumps of <see cref="BpfCode"/>.</param>
    /// <param name="value">What it is compared with.</param>
    /// <param name="whenTrue">Where to go when it holds.</param>
    /// <param name="whenFalse">Where to go when it does not.</param>
    /// <returns>Where it is.</returns>
    internal int Branch(ushort comparison, uint value, int whenTrue, int whenFalse)
    {
        // Either long jump moves the comparison one instruction further from the other target, hence one less to spare.
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

    /// <summary>The program, first instruction first.</summary>
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
