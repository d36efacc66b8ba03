using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Testing.Seccomp.Generation;

/// <summary>Generates calls close to the edges of rules: most match a rule, or miss it by one bit or by one.</summary>
internal sealed class RandomCalls(Random random)
{
    private const int X32Bit = 0x4000_0000;

    internal Call Near(RuleSet rules)
    {
        SyscallRule rule = rules.Rules[random.Next(rules.Rules.Count)];
        ulong[] arguments = [.. Enumerable.Range(0, 6).Select(_ => Any())];
        foreach (ArgumentCondition condition in rule.Conditions)
        {
            arguments[condition.Index] = Near(condition);
        }
        return new Call(Number(rule.Number), Architecture(), arguments);
    }

    /// <summary>An argument that satisfies a condition, or barely fails it.</summary>
    internal ulong Near(ArgumentCondition condition)
    {
        ulong value = condition.Values[random.Next(condition.Values.Count)];
        ulong matching = condition.Comparison switch
        {
            Comparison.FlagsSubsetOf => value & Any(),
            Comparison.MaskedEqual => value | (Any() & ~condition.Mask),
            Comparison.NotEqual or Comparison.NotIn or Comparison.Greater => value + 1,
            Comparison.Less => value - 1,
            _ => value,
        };
        return random.Next(8) switch
        {
            0 => matching + 1,
            1 => matching - 1,
            2 => matching ^ (1UL << random.Next(64)),
            // The same low half under another high half, and the other way round.
            3 => (uint)matching | (Any() << 32),
            4 => (matching & 0xFFFF_FFFF_0000_0000) | (uint)Any(),
            _ => matching,
        };
    }

    private int Number(int number) => random.Next(20) switch
    {
        0 => number + 1,
        1 => number - 1,
        2 => number | X32Bit,
        3 => number | int.MinValue,
        4 => -1,
        _ => number,
    };

    private AuditArchitecture Architecture() => random.Next(20) == 0 ? Other() : AuditArchitecture.AUDIT_ARCH_X86_64;

    // AUDIT_ARCH_I386, AUDIT_ARCH_AARCH64, and x86_64 without a bit.
    private AuditArchitecture Other()
    {
        uint[] others = [0x4000_0003, 0xC000_00B7, 0x4000_003E];
        return (AuditArchitecture)others[random.Next(others.Length)];
    }

    private ulong Any() => (ulong)random.NextInt64(long.MinValue, long.MaxValue);
}
