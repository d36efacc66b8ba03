using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Rules;

/// <summary>What rules permit is counted exactly, each value once.</summary>
public sealed class PermittedCallsTests(ITestOutputHelper output)
{
    private static readonly UInt128 _all = UInt128.One << 64;

    [Fact]
    public void ARuleWithoutConditionsPermitsEverythingAndARefusalNothing()
    {
        Assert.Equal(_all, Permitted(new SyscallRule(1, [])).ValuesOf(0, ArgumentWidth.Bits64));
        Assert.Equal(_all >> 32, Permitted(new SyscallRule(1, [])).ValuesOf(0, ArgumentWidth.Bits32));
        Assert.True(Permitted(new SyscallRule(1, []) { Action = FilterAction.Errno(1) }).IsEmpty);
        Assert.True(Permitted(new SyscallRule(1, []) { Action = FilterAction.Trace }).IsEmpty);
        Assert.False(Permitted(new SyscallRule(1, []) { Action = FilterAction.Log }).IsEmpty);
    }

    [Fact]
    public void ARefusalTakesFromTheRulesBehindItOnly()
    {
        SyscallRule refusal = new(1, [With(Comparison.Equal, 5)]) { Action = FilterAction.Errno(1) };
        SyscallRule all = new(1, []);

        Assert.Equal(_all - 1, Permitted(refusal, all).ValuesOf(0, ArgumentWidth.Bits64));
        Assert.Equal(_all, Permitted(all, refusal).ValuesOf(0, ArgumentWidth.Bits64));
        Assert.False(Permitted(refusal, all).CanSatisfy(With(Comparison.Equal, 5)));
        Assert.True(Permitted(refusal, all).CanSatisfy(With(Comparison.Equal, 6)));
    }

    [Fact]
    public void ValuesOfSeveralRulesCountOnce()
    {
        SyscallRule[] rules = [new(1, [With(Comparison.Less, 10)]), new(1, [With(Comparison.Greater, 5), With(Comparison.Less, 20)])];

        Assert.Equal((UInt128)20, Permitted(rules).ValuesOf(0, ArgumentWidth.Bits64));
        Assert.Equal((UInt128)20, Permitted(rules).ValuesOf(0, ArgumentWidth.Bits32));
        Assert.Equal(_all, Permitted(rules).ValuesOf(1, ArgumentWidth.Bits64));
    }

    // The low half of a register may be anything in many ways; the kernel sees one.
    [Fact]
    public void HighHalvesThatTheKernelIgnoresAreNotCounted()
    {
        SyscallRule rule = new(1, [ArgumentCondition.OneOf(0, ArgumentWidth.Bits64, 7, 0x1_0000_0007, 0x2_0000_0008)]);

        Assert.Equal((UInt128)3, Permitted(rule).ValuesOf(0, ArgumentWidth.Bits64));
        Assert.Equal((UInt128)2, Permitted(rule).ValuesOf(0, ArgumentWidth.Bits32));
    }

    [Fact]
    public void ThousandsOfValuesAreCounted()
    {
        SyscallRule[] rules = [.. Enumerable.Range(0, 4000).Select(value => new SyscallRule(1, [With(Comparison.Equal, (ulong)value * 0x1_2345_6789)]))];

        Assert.Equal((UInt128)4000, Permitted(rules).ValuesOf(0, ArgumentWidth.Bits64));
    }

    // A count that is too large, or too small, for any of thousands of random rules would show.
    [Fact]
    public void CountsAreThoseOfTrying()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        RandomRules rules = new(random);
        int partial = 0;
        for (int run = 0; run < 3_000; run++)
        {
            ulong[] universe = Universe(random, out ArgumentCondition within);
            ArgumentCondition[] any = random.Next(3) == 0 ? [rules.Condition(0)] : [];
            SyscallRule[] own =
            [
                .. Enumerable.Range(0, random.Next(1, 5))
                    .Select(_ => new SyscallRule(1, [within, Scaled(random, universe), .. any]) { Action = rules.Action() }),
            ];
            RuleSet set = new(own);
            ulong[] permitted = [.. universe.Where(value => set.Decide(new Call(1, AuditArchitecture.AUDIT_ARCH_X86_64, [value, 0, 0, 0, 0, 0]).Data).Permits)];
            partial += permitted.Length > 0 && permitted.Length < universe.Length ? 1 : 0;

            Assert.True((UInt128)permitted.Length == Permitted(own).ValuesOf(0, ArgumentWidth.Bits64), $"run {run}; seed {seed}");
            Assert.True(permitted.Select(value => (uint)value).Distinct().Count() == (int)Permitted(own).ValuesOf(0, ArgumentWidth.Bits32), $"run {run}, low halves; seed {seed}");
        }
        output.WriteLine($"seed {seed}: {partial} of 3000 permit a part");
        Assert.True(partial > 500, $"{partial} partial; seed {seed}");
    }

    // 256 values: all that eight bits of a register, anywhere, may make of it.
    private static ulong[] Universe(Random random, out ArgumentCondition within)
    {
        ulong bits = 0;
        while (ulong.PopCount(bits) < 8)
        {
            bits |= 1UL << random.Next(64);
        }
        ulong rest = (ulong)random.NextInt64() & ~bits;
        within = ArgumentCondition.Masked(0, ArgumentWidth.Bits64, ~bits, rest);
        return [.. Enumerable.Range(0, 256).Select(number => rest | Deposit((ulong)number, bits))];
    }

    private static ulong Deposit(ulong number, ulong bits)
    {
        ulong deposited = 0;
        for (int bit = 0; bit < 64; bit++)
        {
            if ((bits & (1UL << bit)) != 0)
            {
                deposited |= (number & 1) << bit;
                number >>= 1;
            }
        }
        return deposited;
    }

    private static ArgumentCondition Scaled(Random random, ulong[] universe)
    {
        ulong Any() => universe[random.Next(universe.Length)];
        ulong mask = Any() | 1;
        return random.Next(5) switch
        {
            0 => With(Comparison.LessOrEqual, Any()),
            1 => With(Comparison.GreaterOrEqual, Any()),
            2 => ArgumentCondition.OneOf(0, ArgumentWidth.Bits64, Any(), Any(), Any()),
            3 => ArgumentCondition.NoneOf(0, ArgumentWidth.Bits64, Any(), Any()),
            _ => ArgumentCondition.Masked(0, ArgumentWidth.Bits64, mask, Any() & mask),
        };
    }

    private static PermittedCalls Permitted(params SyscallRule[] rules) =>
        PermittedCalls.AnyOf(rules.Select((rule, index) => PermittedCalls.Of(rule, rules.Take(index))));

    private static ArgumentCondition With(Comparison comparison, ulong value) => ArgumentCondition.With(0, ArgumentWidth.Bits64, comparison, value);
}
