using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;

namespace Kiln.Seccomp.Proof;

/// <summary>
/// Divides the numbers of calls into intervals that no program tells apart by comparing the number as a whole: mostly single calls, and what lies between them, such
/// as the numbers without a call.
/// </summary>
internal static class NumberClasses
{
    private const ulong Numbers = 1UL << 32;

    /// <summary>The intervals in ascending order; together they are all numbers.</summary>
    internal static IEnumerable<WordSet> Of(IEnumerable<sock_filter[]> programs)
    {
        // Where intervals begin.
        SortedSet<ulong> starts = [0];
        foreach (uint constant in programs.SelectMany(Constants))
        {
            starts.Add(constant);
            starts.Add((ulong)constant + 1);
        }
        starts.Remove(Numbers);
        ulong[] ordered = [.. starts];
        for (int index = 0; index < ordered.Length; index++)
        {
            ulong behind = index + 1 < ordered.Length ? ordered[index + 1] : Numbers;
            yield return WordSet.All.Within((uint)ordered[index], (uint)(behind - 1));
        }
    }

    // What the number is compared with. Jumps only go forward, so that all ways to an instruction are known when it is looked at.
    private static IEnumerable<uint> Constants(sock_filter[] program)
    {
        bool[] mayHoldNumber = new bool[program.Length + 1];
        for (int at = 0; at < program.Length; at++)
        {
            sock_filter instruction = program[at];
            switch (instruction.code)
            {
                case BpfCode.LoadWord:
                    mayHoldNumber[at + 1] |= instruction.k == CallBox.Number;
                    break;
                case BpfCode.Jump:
                    Reach(at + 1L + instruction.k);
                    break;
                case BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon:
                    Reach(at + 1L + instruction.jt);
                    Reach(at + 1L + instruction.jf);
                    if (mayHoldNumber[at] && instruction.code != BpfCode.JumpIfCommon)
                    {
                        yield return instruction.k;
                    }
                    break;
                case BpfCode.ReturnConstant:
                    break;
                default:
                    Reach(at + 1);
                    break;
            }

            void Reach(long target) => mayHoldNumber[(int)Math.Min(target, program.Length)] |= mayHoldNumber[at];
        }
    }
}
