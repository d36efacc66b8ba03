using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Makes pairs: first one for each cell, then by turns one for a cell and one of random rules.</summary>
/// <param name="random">Where they come from.</param>
internal sealed class PairSource(Random random)
{
    // A random set is asked about several calls: making one costs more than asking.
    private const int CallsPerSet = 8;

    private const int HighestNumber = 470;

    // A condition such as "below 0" never holds; most do with one argument in a few.
    private const int MostAttempts = 10_000;

    // uretprobe and uprobe: the kernel itself plants them in traced programs, and asks no filter about them (since 6.14 and 6.18).
    private static readonly int[] _unfiltered = [335, 336];

    // The bounds of the errnos that the kernel passes on, and larger ones that it reduces.
    private static readonly int[] _errors = [0, 1, 38, 133, 4095, 4096, 65535];

    private readonly RandomRules _rules = new(random);
    private readonly RandomCalls _calls = new(random);
    private RuleSet _set = new([]);
    private int _made;
    private int _asked;

    internal Pair Next()
    {
        int index = _made++;
        return index < Cell.All.Count ? For(Cell.All[index])
            : index % 2 == 0 ? For(Cell.All[random.Next(Cell.All.Count)])
            : AnyPair();
    }

    private Pair AnyPair()
    {
        if (_asked++ % CallsPerSet == 0)
        {
            _set = _rules.Set();
        }
        Call call;
        do
        {
            call = _calls.Near(_set);
        }
        while (_unfiltered.Contains(call.Number));
        return new Pair(_set, call);
    }

    private Pair For(Cell cell)
    {
        int index = random.Next(6);
        (ArgumentCondition condition, ulong argument) = Condition(cell, index);
        ulong[] arguments = [.. Enumerable.Range(0, 6).Select(_ => Any())];
        arguments[index] = argument;
        int number = Number();
        RuleSet rules = new([new SyscallRule(number, [condition]) { Action = Any(cell.Action) }])
        {
            Default = Any(Other(cell.Action)),
            Common = random.Next(4) == 0 ? [number] : [],
        };
        return new Pair(rules, new Call(number, AuditArchitecture.AUDIT_ARCH_X86_64, arguments));
    }

    private int Number()
    {
        IReadOnlyList<int> made = GuardProgram.MadeNumbers;
        int any = random.Next(HighestNumber + 1);
        return random.Next(2) == 0 || _unfiltered.Contains(any) ? made[random.Next(made.Count)] : any;
    }

    private (ArgumentCondition Condition, ulong Argument) Condition(Cell cell, int index)
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            ArgumentCondition condition = _rules.Condition(index);
            if ((condition.Comparison, condition.Width) == (cell.Comparison, cell.Width))
            {
                ulong argument = Argument(condition, cell.Situation);
                if (Cell.SituationsOf(condition, argument).Contains(cell.Situation))
                {
                    return (condition, argument);
                }
            }
        }
        throw new InvalidOperationException($"no condition and argument found for {cell}");
    }

    private ulong Argument(ArgumentCondition condition, Situation situation)
    {
        ulong value = condition.Values[random.Next(condition.Values.Count)];
        return situation switch
        {
            Situation.Below => value - 1,
            Situation.At => value,
            Situation.Above => value + 1,
            Situation.OtherHighHalf => (uint)value | (Any() << 32),
            _ => _calls.Near(condition),
        };
    }

    private FilterAction Any(SeccompAction action) => action switch
    {
        SeccompAction.SECCOMP_RET_ERRNO => FilterAction.Errno(_errors[random.Next(_errors.Length)]),
        SeccompAction.SECCOMP_RET_TRAP => FilterAction.Trap(random.Next(ushort.MaxValue + 1)),
        _ => new FilterAction((uint)action),
    };

    private SeccompAction Other(SeccompAction action)
    {
        SeccompAction[] others = [.. Agreement.Actions.Where(other => other != action)];
        return others[random.Next(others.Length)];
    }

    private ulong Any() => (ulong)random.NextInt64(long.MinValue, long.MaxValue);
}
