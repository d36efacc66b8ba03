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
    /// <summary>The kernel's answer to one call.</summary>
    /// <exception cref="InvalidOperationException">A program has an instruction that Kiln's filters do not use.</exception>
    public FilterAction AnswerTo(in SyscallData call)
    {
        FilterAction answer = FilterAction.Allow;
        foreach (sock_filter[] program in programs)
        {
            answer = Stricter(answer, BpfInterpreter.Run(program, in call), program == programs[0]);
        }
        return answer;
    }

    /// <summary>Divides calls into boxes with one answer each. Every call is in exactly one of them, but for those that are given up.</summary>
    /// <param name="abandoned">Numbers of calls that are not followed further; may grow meanwhile.</param>
    public IEnumerable<StackLeaf> Leaves(CallBox calls, IReadOnlySet<int> abandoned)
    {
        Stack<Step> open = new();
        open.Push(new Step(0, 0, Accumulator.Zero, calls, FilterAction.Allow));
        while (open.TryPop(out Step step))
        {
            if (abandoned.Contains(step.Calls.SmallestNumber))
            {
                continue;
            }
            if (step.Program == programs.Count)
            {
                yield return new StackLeaf(step.Calls, step.Answer);
            }
            else if (!TryGoOn(step, open))
            {
                yield return new StackLeaf(step.Calls, null);
            }
        }
    }

    private static FilterAction Stricter(FilterAction answer, FilterAction next, bool isFirst) => isFirst || next.IsStricterThan(answer) ? next : answer;

    // Follows a path to its next division or to the program's end.
    private bool TryGoOn(Step step, Stack<Step> open)
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
                    return TryDivide(step with { At = at + 1, Accumulator = accumulator }, in instruction, open);
                default:
                    return false;
            }
        }
        return false;
    }

    private static bool TryDivide(Step step, in sock_filter jump, Stack<Step> open)
    {
        List<CallBox> yes = [];
        List<CallBox> no = [];
        if (!step.Accumulator.TryDivide(step.Calls, in jump, yes, no))
        {
            return false;
        }
        foreach (CallBox calls in no)
        {
            open.Push(step with { At = step.At + jump.jf, Calls = calls });
        }
        foreach (CallBox calls in yes)
        {
            open.Push(step with { At = step.At + jump.jt, Calls = calls });
        }
        return true;
    }

    // Where a path is: in which program, before which instruction, and what the programs before have answered.
    private readonly record struct Step(int Program, long At, Accumulator Accumulator, CallBox Calls, FilterAction Answer);
}
