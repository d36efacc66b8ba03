using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Generation;

namespace Kiln.Testing.Seccomp.Bpf;

/// <summary>Searches for a call on which a compiled program and the rules disagree.</summary>
internal sealed class Agreement
{
    private const int CallsPerSet = 200;
    private const uint X32Bit = 0x4000_0000;

    private readonly SortedDictionary<SeccompAction, int> _answers = [];

    /// <summary>The actions that rules may have: nobody listens to a notification.</summary>
    internal static IReadOnlyList<SeccompAction> Actions { get; } =
        [.. Enum.GetValues<SeccompAction>().Where(action => action != SeccompAction.SECCOMP_RET_USER_NOTIF)];

    /// <summary>How often each action was the right answer.</summary>
    internal IReadOnlyDictionary<SeccompAction, int> Answers => _answers;

    /// <summary>Programs with a long jump.</summary>
    internal int LongJumps { get; private set; }

    /// <summary>Searches for a difference.</summary>
    /// <param name="seed">The seed for rules and calls.</param>
    /// <param name="sets">The number of rule sets to try.</param>
    /// <returns>The first difference, or null.</returns>
    internal string? Difference(Func<RuleSet, sock_filter[]> compile, int seed, int sets)
    {
        Random random = new(seed);
        RandomRules rules = new(random);
        RandomCalls calls = new(random);
        for (int number = 0; number < sets; number++)
        {
            RuleSet set = rules.Set();
            sock_filter[] program = compile(set);
            LongJumps += Array.Exists(program, instruction => instruction.code == BpfCodes.Jump) ? 1 : 0;
            for (int count = 0; count < CallsPerSet; count++)
            {
                Call call = calls.Near(set);
                if (Difference(set, program, call) is { } difference)
                {
                    return $"seed {seed}, set {number}: {difference}";
                }
            }
        }
        return null;
    }

    private string? Difference(RuleSet rules, sock_filter[] program, Call call)
    {
        FilterAction expected = Evaluate(rules, call);
        _answers[expected.Action] = _answers.GetValueOrDefault(expected.Action) + 1;
        try
        {
            FilterAction actual = BpfInterpreter.Run(program, call.Data);
            return actual == expected ? null : $"{call}: the rules say {expected}, the program {actual}";
        }
        catch (InvalidOperationException exception)
        {
            return $"{call}: {exception.Message}";
        }
    }

    /// <summary>The answer according to the rules, without any program.</summary>
    internal static FilterAction Evaluate(RuleSet rules, Call call) =>
        call.Architecture != AuditArchitecture.AUDIT_ARCH_X86_64 || (uint)call.Number >= X32Bit ? FilterAction.KillProcess : rules.Decide(call.Data);
}
