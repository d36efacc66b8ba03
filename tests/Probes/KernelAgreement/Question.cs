using Kiln.Linux.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;

namespace Kiln.Probes.KernelAgreement;

/// <summary>A pair that was put to rules, interpreter and kernel.</summary>
/// <param name="Number">The pair's number, from 0.</param>
/// <param name="Rules">What the rules say.</param>
/// <param name="Interpreter">What the interpreter says; null when to it the program is none.</param>
internal sealed record Question(int Number, Pair Pair, FilterAction Rules, FilterAction? Interpreter)
{
    /// <summary>Asks the two that can be asked here.</summary>
    internal static Question Ask(int number, Pair pair, sock_filter[] program)
    {
        FilterAction? interpreted = null;
        if (BpfProgram.ReasonAgainst(program) is null)
        {
            interpreted = BpfInterpreter.Run(program, pair.Call.Data);
        }
        return new Question(number, pair, Agreement.Evaluate(pair.Rules, pair.Call), interpreted);
    }

    /// <summary>Which of the three differs, all three answers, and the pair; null when all agree.</summary>
    /// <param name="kernel">What the kernel did.</param>
    internal string? Difference(KernelOutcome kernel)
    {
        KernelOutcome ruled = KernelOutcome.Of(Rules, Pair.Call);
        KernelOutcome interpreted = Interpreter is { } answer ? KernelOutcome.Of(answer, Pair.Call) : KernelOutcome.InvalidProgram;
        if (Rules == Interpreter && ruled == kernel)
        {
            return null;
        }
        // Two answers that a process of one thread cannot tell apart leave open whom the kernel sides with.
        string odd = Rules == Interpreter ? "the kernel differs"
            : ruled == interpreted ? "rules and interpreter differ"
            : kernel == interpreted ? "the rules differ"
            : kernel == ruled ? "the interpreter differs"
            : "all three differ";
        return $"pair {Number}: {odd}: the rules say {Rules}, seen as {ruled}; the interpreter {Interpreter?.ToString() ?? "no program"}, "
            + $"seen as {interpreted}; the kernel {kernel}; {Pair}";
    }
}
