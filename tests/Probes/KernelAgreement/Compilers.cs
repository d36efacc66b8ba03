using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;

namespace Kiln.Probes.KernelAgreement;

/// <summary>Who makes the programs: the real compiler for both, unless a fault is planted.</summary>
/// <param name="ForKernel">Of the kernel's program.</param>
/// <param name="ForInterpreter">Of the interpreter's.</param>
internal sealed record Compilers(Func<RuleSet, sock_filter[]> ForKernel, Func<RuleSet, sock_filter[]> ForInterpreter)
{
    /// <summary>The real compiler.</summary>
    internal static Compilers Real { get; } = new(Mutants.Real, Mutants.Real);

    /// <summary>Plants a fault.</summary>
    /// <param name="name">A faulty compiler's, which both get; behind <c>kernel:</c> or <c>interpreter:</c> only that one does.</param>
    internal static Compilers Faulty(string name) => name.Split(':') switch
    {
        ["kernel", string fault] => Real with { ForKernel = Mutants.All[fault] },
        ["interpreter", string fault] => Real with { ForInterpreter = Mutants.All[fault] },
        _ => new(Mutants.All[name], Mutants.All[name]),
    };
}
