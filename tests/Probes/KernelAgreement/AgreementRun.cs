using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Puts pairs to rules, interpreter and kernel until all are done or answers differ.</summary>
internal sealed unsafe class AgreementRun : IDisposable
{
    // While a child lives the next pairs are made: enough children for a second processor.
    private const int ChildrenAtATime = 4;

    private readonly Compilers _compilers;
    private readonly SharedRecords _records = new(ChildrenAtATime);
    private readonly CompatibleCall _compatible = new();
    private readonly KernelTrial[] _trials;
    private readonly Question?[] _questions = new Question?[ChildrenAtATime];
    private readonly CellTable _cells = new();
    private readonly bool _hasCompatibleCalls;

    private AgreementRun(Compilers compilers)
    {
        _compilers = compilers;
        _trials = [.. Enumerable.Range(0, ChildrenAtATime).Select(index => new KernelTrial(_compatible, _records[index]))];
        TrialChild.CatchSignal();
        _hasCompatibleCalls = HasCompatibleCalls();
    }

    /// <summary>Runs and prints a table, or the first difference.</summary>
    /// <param name="seed">Of everything that is random.</param>
    /// <param name="compilers">The compilers under test.</param>
    /// <returns>Zero when all agree and every cell was met.</returns>
    internal static int Print(int seed, int count, Compilers compilers)
    {
        // Children end by faults and by SIGSYS, thousands of them: no dump of any. Without privileges to gain anyone may filter.
        ProcessControl.Dumpable = false;
        ProcessControl.SetNoNewPrivileges();
        using AgreementRun run = new(compilers);
        if (run.FirstDifference(seed, count) is { } difference)
        {
            Message.Output($"seed {seed}, {difference}\n");
            return 1;
        }
        CellTable cells = run._cells;
        Message.Output($"{cells}{cells.Pairs} pairs agree; seed {seed}; cells {cells.Covered} of {Cell.All.Count} covered\n");
        return cells.Covered == Cell.All.Count ? 0 : 1;
    }

    public void Dispose()
    {
        Array.ForEach(_trials, trial => trial.Dispose());
        _compatible.Dispose();
        _records.Dispose();
    }

    private string? FirstDifference(int seed, int count)
    {
        PairSource source = new(new Random(seed));
        string? difference = null;
        int number = 0;
        for (; number < count && difference is null; number++)
        {
            difference = Conclude(number % ChildrenAtATime);
            if (difference is null)
            {
                Start(number % ChildrenAtATime, number, source.Next());
            }
        }
        // Reaps every child, even after a difference.
        for (int rest = 0; rest < ChildrenAtATime; rest++)
        {
            string? late = Conclude((number + rest) % ChildrenAtATime);
            difference ??= late;
        }
        return difference;
    }

    private void Start(int slot, int number, Pair drawn)
    {
        Pair pair = drawn with { Call = Makeable(drawn.Call) };
        _questions[slot] = Question.Ask(number, pair, _compilers.ForInterpreter(pair.Rules));
        _trials[slot].Start(pair.Call, _compilers.ForKernel(pair.Rules));
    }

    private string? Conclude(int slot)
    {
        if (_questions[slot] is not { } question)
        {
            return null;
        }
        _questions[slot] = null;
        KernelOutcome outcome = _trials[slot].Wait(question.Pair.Call);
        if (question.Difference(outcome) is { } difference)
        {
            return difference;
        }
        _cells.Add(question.Pair, question.Rules, outcome);
        return null;
    }

    // The instructions at hand make native and 32-bit calls; those of other architectures become native.
    private Call Makeable(Call call) => (uint)call.Architecture == CompatibleCall.Architecture && _hasCompatibleCalls
        ? call with { Arguments = [.. call.Arguments.Select(argument => (ulong)(uint)argument)] }
        : call with { Architecture = AuditArchitecture.AUDIT_ARCH_X86_64 };

    // Kernels can be built or started without 32-bit calls; the instruction then faults.
    private bool HasCompatibleCalls()
    {
        const int GetProcessIdOf32Bits = 20;
        Call call = new(GetProcessIdOf32Bits, (AuditArchitecture)CompatibleCall.Architecture, new ulong[6]);
        sock_filter[] allow = [new() { code = BpfCodes.Return, k = FilterAction.Allow.Value }];
        _trials[0].Start(call, allow);
        return _trials[0].Wait(call) == KernelOutcome.Of(FilterAction.Allow, call);
    }
}
