using System.Globalization;

namespace Kiln.Probes.KernelAgreement;

/// <summary>
/// <c>agree SEED COUNT [--mutant NAME]</c> compares rules, interpreter and kernel; <c>agree stack SET FILE</c> prints what
/// the kernel does to the calls of a file; <c>agree thread ACTION</c> shows what an action does to
/// a process of several threads.
/// </summary>
internal static class AgreementCommand
{
    private const int UsageError = 64;

    /// <returns>The exit status: zero when all is as it must be.</returns>
    internal static int Run(string[] arguments) => arguments switch
    {
        ["stack", string set, string questions] => StackQuestions.Print(set, questions),
        ["thread", string action] => FilteredThread.Print(action),
        [string seed, string count] => AgreementRun.Print(Number(seed), Number(count), Compilers.Real),
        [string seed, string count, "--mutant", string name] => AgreementRun.Print(Number(seed), Number(count), Compilers.Faulty(name)),
        _ => UsageError,
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
