using System.Linq;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Proof;

/// <summary>
/// The programs of a thread, which the kernel all runs: the strictest answer prevails, and among equals that of the newest program. Follows every path of
/// classic BPF for all calls of a box at once.
/// </summary>
/// <param name="programs">The newest program first; valid, but not necessarily Kiln's.</param>
public sealed class FilterStack(IReadOnlyList<sock_filter[]> programs)
{
    /// <summary>The newest program first.</summary>
    public IReadOnlyList<sock_filter[]> Programs => programs;

    /// <summary>The kernel's answer to one call.</summary>
    /// <exception cref="InvalidOperationException">The kernel would have rejected a program.</exception>
    public FilterAction AnswerTo(in SyscallData call)
    {
        FilterAction answer = FilterAction.Allow;
        foreach (sock_filter[] program in programs)
        {
            answer = Stricter(answer, BpfInterpreter.Run(program, in call), program == programs[0]);
        }
        return answer;
    }

    /// <summary>Whether these are the same instructions in the same order.</summary>
    public bool IsSameAs(FilterStack other) => programs.Count == other.Programs.Count
        && programs.Zip(other.Programs).All(pair => MemoryMarshal.AsBytes<sock_filter>(pair.First).SequenceEqual(MemoryMarshal.AsBytes<sock_filter>(pair.Second)));

    /// <summary>Divides calls into boxes with one answer each. Every call is in exactly one of them, if all are taken.</summary>
    /// <param name="budget">When nothing is left of it, the next box has no answer.</param>
    internal IEnumerable<StackLeaf> Leaves(CallBox calls, PathBudget budget)
    {
        Stack<Step> open = new();
        Division division = new();
        open.Push(new Step(0, 0, Accumulator.Zero, calls, FilterAction.Allow));
        while (open.TryPop(out Step step))
        {
            if (step.Program == programs.Count)
            {
                yield return new StackLeaf(step.Calls, step.Answer);
            }
            else if (!TryGoOn(step, open, division, budget))
            {
                yield return new StackLeaf(step.Calls, null);
            }
        }
    }

    private static FilterAction Stricter(FilterAction answer, FilterAction next, bool isFirst) => isFirst || next.IsStricterThan(answer) ? next : answer;

    // Follows a path to its next division or to the program's end.
    private bool TryGoOn(Step step, Stack<Step> open, Division division, PathBudget budget)
    {
        sock_filter[] program = programs[step.Program];
        Accumulator accumulator = step.Accumulator;
        for (long at = step.At; at < program.Length; at++)
        {
            ref readonly sock_filter instruction = ref program[at];
            switch (instruction.code)
            {
                case BpfCode.LoadWord when instruction.k < SyscallData.Length && instruction.k % sizeof(uint) == 0:
                    accumulator = new Accumulator((int)instruction.k / sizeof(uint), uint.MaxValue);
                    break;
                case BpfCode.AndConstant:
                    accumulator = accumulator with { Mask = accumulator.Mask & instruction.k };
                    break;
                case BpfCode.Jump:
                    at += instruction.k;
                    break;
                case BpfCode.ReturnConstant:
                    FilterAction answer = Stricter(step.Answer, new FilterAction(instruction.k), step.Program == 0);
                    // Nothing is stricter.
                    bool isLast = answer.Action == SeccompAction.SECCOMP_RET_KILL_PROCESS;
                    open.Push(new Step(isLast ? programs.Count : step.Program + 1, 0, Accumulator.Zero, step.Calls, answer));
                    return true;
                case BpfCode.JumpIfEqual or BpfCode.JumpIfGreater or BpfCode.JumpIfGreaterOrEqual or BpfCode.JumpIfCommon:
                    division.Clear();
                    if (!budget.TryTake() || !accumulator.TryDivide(step.Calls, in instruction, division))
                    {
                        return false;
                    }
                    if (division.Only is not { } isTaken)
                    {
                        Push(step with { At = at + 1, Accumulator = accumulator }, in instruction, open, division);
                        return true;
                    }
                    at += isTaken ? instruction.jt : instruction.jf;
                    break;
                default:
                    return false;
            }
        }
        return false;
    }

    private static void Push(Step step, in sock_filter jump, Stack<Step> open, Division division)
    {
        foreach (CallBox calls in division.No)
        {
            open.Push(step with { At = step.At + jump.jf, Calls = calls });
        }
        foreach (CallBox calls in division.Yes)
        {
            open.Push(step with { At = step.At + jump.jt, Calls = calls });
        }
    }

    // Where a path is: in which program, before which instruction, and what the programs before have answered.
    private readonly record struct Step(int Program, long At, Accumulator Accumulator, CallBox Calls, FilterAction Answer);
}
