using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Bpf;

/// <summary>
/// Builds a program from its end to its start. Classic BPF only jumps forward, so every target is in place before the jump to it is emitted. A word is
/// loaded only where the accumulator may hold another one, and conditional jumps to a target more than 255 instructions away share long jumps to it.
/// </summary>
internal sealed class BpfAssembler
{
    // Offsets of conditional jumps have one byte.
    private const int LongestConditionalJump = byte.MaxValue;

    private readonly List<sock_filter> _reversed = [];

    // By target: the load before it, and the last long jump to it.
    private readonly Dictionary<BpfTarget, int> _loads = [];
    private readonly Dictionary<int, int> _jumps = [];

    /// <summary>The number of instructions so far.</summary>
    internal int Count => _reversed.Count;

    /// <summary>Adds a return.</summary>
    internal BpfTarget Return(FilterAction action) => new(Add(BpfCode.ReturnConstant, 0, 0, action.Value));

    /// <summary>Adds the load of the word that a target needs, unless it is there.</summary>
    /// <returns>A target that needs nothing.</returns>
    internal BpfTarget Load(BpfTarget target) => new(PositionOf(target, BpfTarget.NoWord));

    /// <summary>Adds an AND of the accumulator before an instruction that was just added.</summary>
    /// <param name="word">The word that the accumulator holds before it.</param>
    /// <param name="mask">The bits to keep.</param>
    internal BpfTarget And(int word, uint mask) => new(Add(BpfCode.AndConstant, 0, 0, mask), word);

    /// <summary>Adds a comparison of the accumulator.</summary>
    /// <param name="word">The word that it holds; <see cref="BpfTarget.NoWord"/> when that is masked.</param>
    /// <param name="comparison">One of the conditional jumps of <see cref="BpfCode"/>.</param>
    /// <param name="whenTrue">The target if the comparison is true.</param>
    /// <param name="whenFalse">The target if it is false.</param>
    internal BpfTarget Branch(int word, ushort comparison, uint value, BpfTarget whenTrue, BpfTarget whenFalse)
    {
        int no = PositionOf(whenFalse, word);
        int yes = PositionOf(whenTrue, word);
        // A long jump for one moves the comparison an instruction further from the other, hence one less to spare.
        no = Near(no, LongestConditionalJump - 1);
        yes = Near(yes, LongestConditionalJump);
        return new BpfTarget(Add(comparison, (byte)Distance(yes), (byte)Distance(no), value), word);
    }

    /// <summary>The program, in order of execution.</summary>
    internal sock_filter[] ToArray()
    {
        sock_filter[] program = [.. _reversed];
        Array.Reverse(program);
        return program;
    }

    // Where to continue with a target when the accumulator holds a word.
    private int PositionOf(BpfTarget target, int word)
    {
        if (target.Word == BpfTarget.NoWord || target.Word == word)
        {
            return target.Position;
        }
        if (!_loads.TryGetValue(target, out int load))
        {
            if (Distance(target.Position) != 0)
            {
                Jump(target.Position);
            }
            load = Add(BpfCode.LoadWord, 0, 0, (uint)target.Word);
            _loads.Add(target, load);
        }
        return load;
    }

    // The target itself, or a long jump to it that a conditional jump can reach.
    private int Near(int target, int reach)
    {
        if (Distance(target) <= reach)
        {
            return target;
        }
        return _jumps.TryGetValue(target, out int jump) && Distance(jump) <= reach ? jump : Jump(target);
    }

    private int Distance(int target) => _reversed.Count - target - 1;

    private int Jump(int target)
    {
        int position = Add(BpfCode.Jump, 0, 0, (uint)Distance(target));
        _jumps[target] = position;
        return position;
    }

    private int Add(ushort code, byte whenTrue, byte whenFalse, uint value)
    {
        _reversed.Add(new sock_filter { code = code, jt = whenTrue, jf = whenFalse, k = value });
        return _reversed.Count - 1;
    }
}
