using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Fuzz.Targets;

/// <summary>Properties that every compiled set must have, whatever the profiles.</summary>
internal static class CompiledSet
{
    // Enough to try every rule of a small set and some of a large one.
    private const int CallsPerProgram = 8;

    /// <summary>Reads a set, and compares the answers of its programs with those of its rule tables.</summary>
    /// <param name="random">Where the calls come from.</param>
    /// <exception cref="InvalidOperationException">The set cannot be read, or its parts disagree.</exception>
    internal static void Check(byte[] bytes, Random random)
    {
        if (!FilterSet.TryRead(bytes, out FilterSet? set, out string? error))
        {
            throw new InvalidOperationException($"the compiler made a set that cannot be read: {error}");
        }
        Span<ulong> arguments = stackalloc ulong[6];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            CallSource calls = new(set.Rules(profile), random);
            for (int count = 0; count < CallsPerProgram; count++)
            {
                int number = calls.Next(arguments);
                Compare(set, profile, number, arguments);
            }
        }
    }

    private static void Compare(FilterSet set, FilterProfile profile, int number, ReadOnlySpan<ulong> arguments)
    {
        ReadOnlySpan<sock_filter> program = set.Program(profile);
        SyscallData call = new(number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);
        FilterAction decided = BpfInterpreter.Run(program, in call);
        FilterAction said = set.Rules(profile).Nearest(number, arguments, out RuleRecord rule, out _) == RuleMatch.Whole
            ? rule.Action
            : new FilterAction(program[^2].k);
        // x32 numbers are killed whatever the rules say; call sources generate some.
        if (decided != said && (uint)number < 0x4000_0000)
        {
            throw new InvalidOperationException($"'{profile}' answers call {number} with {decided}, its rules with {said}");
        }
    }
}
