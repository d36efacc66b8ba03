using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Seccomp.Bpf;

namespace Kiln.Probes.KernelAgreement;

/// <summary>The compilers that make the programs: the real one for both, unless a fault is planted.</summary>
/// <param name="ForKernel">Of the kernel's program.</param>
internal sealed record Compilers(Func<RuleSet, sock_filter[]> ForKernel, Func<RuleSet, sock_filter[]> ForInterpreter)
{
    internal static Compilers Real { get; } = new(Mutants.Real, Mutants.Real);

    /// <param name="name">The name of a faulty compiler, used for both; after <c>kernel:</c> or <c>interpreter:</c> only for that one.</param>
    internal static Compilers Faulty(string name) => name.Split(':') switch
    {
        ["kernel", string fault] => Real with { ForKernel = Mutants.All[fault] },
        ["interpreter", string fault] => Real with { ForInterpreter = Mutants.All[fault] },
        _ => new(Mutants.All[name], Mutants.All[name]),
    };
}
