using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;

namespace Kiln.Fuzz.Targets;

/// <summary>Uses a set as the monitor does: an accepted set must be usable without further bounds checks.</summary>
internal static class FilterSetUse
{
    private const int CallsPerProgram = 4;

    /// <summary>Runs every program, and reads every record of every table.</summary>
    /// <param name="random">Where calls come from.</param>
    /// <exception cref="InvalidOperationException">The accepted set cannot be used.</exception>
    internal static void Use(FilterSet set, Random random)
    {
        Span<ulong> arguments = stackalloc ulong[6];
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            ReadOnlySpan<sock_filter> program = set.Program(profile);
            if (BpfProgram.ReasonAgainst(program) is { } reason)
            {
                throw new InvalidOperationException($"an accepted set has a program that is none: {reason}");
            }
            RuleTable rules = set.Rules(profile);
            Walk(rules, arguments);
            CallSource calls = new(rules, random);
            for (int count = 0; count < CallsPerProgram; count++)
            {
                int number = calls.Next(arguments);
                CheckNearest(rules, number, arguments);
                uint architecture = random.Next(4) == 0 ? (uint)random.Next() : (uint)AuditArchitecture.AUDIT_ARCH_X86_64;
                BpfInterpreter.Run(program, new SyscallData(number, architecture, (ulong)random.NextInt64(), arguments));
            }
        }
        CheckLogOnly(set);
    }

    private static void Walk(RuleTable rules, ReadOnlySpan<ulong> arguments)
    {
        ReadOnlySpan<byte> rest = rules.Bytes;
        while (RuleRecord.TryTake(ref rest, out RuleRecord rule))
        {
            _ = (rule.Number, rule.Line, rule.Column, rule.Action.ToString(), rule.Profile.Length);
            int failed = 0;
            for (int index = 0; index < rule.ConditionCount; index++)
            {
                ConditionRecord condition = rule.Condition(index);
                _ = (condition.Mask, condition.Width, condition.Value(condition.ValueCount - 1));
                failed += condition.Matches(arguments[condition.Index]) ? 0 : 1;
            }
            if (rule.Failed(arguments, out _) != failed)
            {
                throw new InvalidOperationException("a rule counts its conditions otherwise than they are");
            }
        }
        if (!rest.IsEmpty)
        {
            throw new InvalidOperationException("an accepted table of rules does not end with a record");
        }
    }

    private static void CheckNearest(RuleTable rules, int number, ReadOnlySpan<ulong> arguments)
    {
        RuleMatch match = rules.Nearest(number, arguments, out RuleRecord rule, out ConditionRecord failed);
        bool right = match switch
        {
            RuleMatch.None => true,
            RuleMatch.Partial => rule.Number == number && !failed.Matches(arguments[failed.Index]),
            _ => rule.Number == number && rule.Failed(arguments, out _) == 0,
        };
        if (!right)
        {
            throw new InvalidOperationException($"the rule nearest to call {number} is none of it");
        }
    }

    private static void CheckLogOnly(FilterSet set)
    {
        if (!FilterSet.TryRead(set.ToLogOnly(), out FilterSet? relaxed, out string? error))
        {
            throw new InvalidOperationException($"the relaxed copy of an accepted set cannot be read: {error}");
        }
        if (!relaxed.Options.HasFlag(FilterSetOptions.LogOnly))
        {
            throw new InvalidOperationException("the relaxed copy of a set does not say so");
        }
    }
}
