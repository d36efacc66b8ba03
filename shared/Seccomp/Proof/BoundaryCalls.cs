using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp.Proof;

/// <summary>
/// Calls at the edges of what programs compare arguments with, for where a proof is not to be had. The same for the same programs, so that a review can be repeated.
/// </summary>
internal sealed class BoundaryCalls
{
    // The edges of what the kernel's own arguments are: zero, signs, halves.
    private static readonly uint[] _always = [0, 1, 0x7FFF_FFFF, 0x8000_0000, uint.MaxValue];

    // Programs compute with few constants; those of one made to have many are not all worth trying.
    private const int MostComputed = 16;

    private const int Seed = 1;

    private readonly uint[] _values;

    internal BoundaryCalls(IEnumerable<sock_filter[]> programs)
    {
        sock_filter[] instructions = [.. programs.SelectMany(program => program)];
        uint[] compared = [.. instructions.Where(instruction => ClassOf(instruction) == BpfCode.BPF_JMP && instruction.code != BpfCode.Jump).Select(instruction => instruction.k).Distinct()];
        uint[] computed = [.. instructions.Where(instruction => ClassOf(instruction) == BpfCode.BPF_ALU).Select(instruction => instruction.k).Distinct().Take(MostComputed)];
        uint[] undone = [.. compared.SelectMany(value => computed.SelectMany(other => Undone(value, other)))];
        _values = [.. compared.Concat(computed).Concat(undone).SelectMany(Edges).Concat(_always).Distinct().Order()];
    }

    /// <summary>Calls with one argument at an edge first, then with any of them.</summary>
    /// <param name="calls">A box that leaves the arguments free.</param>
    internal IEnumerable<(int Number, ulong[] Arguments)> Within(CallBox calls, int count)
    {
        WordSet numbers = calls[CallBox.Number];
        uint[] ends = [.. ((uint[])[numbers.Low, numbers.High]).Distinct()];
        Random random = new(Seed);
        int halves = 2 * CallBox.Arguments;
        for (int index = 0; index < count; index++)
        {
            ulong[] arguments = new ulong[CallBox.Arguments];
            int single = index / ends.Length;
            if (single < halves * _values.Length)
            {
                Put(arguments, single % halves, _values[single / halves]);
            }
            else
            {
                for (int half = 0; half < halves; half++)
                {
                    Put(arguments, half, _values[random.Next(_values.Length)]);
                }
            }
            yield return ((int)ends[index % ends.Length], arguments);
        }
    }

    private static void Put(ulong[] arguments, int half, uint value) => arguments[half / 2] |= (ulong)value << (half % 2 * 32);

    private static int ClassOf(sock_filter instruction) => instruction.code & 7;

    private static uint[] Edges(uint value) => [value, unchecked(value - 1), unchecked(value + 1), ~value];

    // What a program would have to compute with to get what it compares with.
    private static uint[] Undone(uint result, uint operand)
    {
        int distance = (int)(operand & 31);
        return unchecked([result - operand, result + operand, result ^ operand, result * operand, result / Math.Max(operand, 1), result >> distance, result << distance]);
    }
}
