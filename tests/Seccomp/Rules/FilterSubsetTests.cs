using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Rules;

/// <summary>A filter proven to keep its meaning on top of another does so; otherwise there is a call that shows the difference.</summary>
public sealed class FilterSubsetTests(ITestOutputHelper output)
{
    private const int Pairs = 4_000;
    private const int CallsPerPair = 60;

    [Fact]
    public void AProofHoldsForEveryCallAndAnEscapeIsOne()
    {
        int seed = Seed.Next();

        (string? counterexample, int proven, int escaped) = Search(FilterSubset.Escapes, seed);

        output.WriteLine($"seed {seed}: {proven} proven, {escaped} with an escape");
        Assert.Null(counterexample);
        Assert.True(proven > Pairs / 20 && escaped > Pairs / 20, $"{proven} proven, {escaped} with an escape; seed {seed}");
    }

    [Fact]
    public void AFalseProofIsFound()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");

        // Faulty provers: ignoring conditions, ignoring high halves, or swapping the filters.
        Assert.NotNull(Search((upper, lower) => FilterSubset.Escapes(Unconditional(upper), Unconditional(lower)), seed).Counterexample);
        Assert.NotNull(Search((upper, lower) => FilterSubset.Escapes(lower, upper), seed).Counterexample);
        Assert.NotNull(Search((_, _) => [], seed).Counterexample);
    }

    [Fact]
    public void SeveralRulesTogetherCanBeTheProof()
    {
        SyscallRule any = Rule(1);

        Assert.Empty(Escapes(any, Rule(1, With(0, Comparison.Less, 10)), Rule(1, With(0, Comparison.GreaterOrEqual, 10))));
        FilterEscape escape = Assert.Single(Escapes(any, Rule(1, With(0, Comparison.Less, 10)), Rule(1, With(0, Comparison.Greater, 10))));
        Assert.Equal(10u, escape.Arguments[0]);
        Assert.Null(escape.Stricter);
    }

    [Fact]
    public void AStricterRuleBelowIsNamed()
    {
        SyscallRule refusal = Rule(1, With(2, Comparison.Equal, 7)) with { Action = FilterAction.Errno(1) };

        FilterEscape escape = Assert.Single(Escapes(Rule(1), refusal, Rule(1)));

        Assert.Same(refusal, escape.Stricter);
        Assert.Equal(7u, escape.Arguments[2]);
        Assert.Empty(Escapes(refusal, refusal, Rule(1)));
    }

    [Fact]
    public void ALowHalfNeverProvesAnythingAboutTheWhole()
    {
        ArgumentCondition low = ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 2);

        FilterEscape escape = Assert.Single(Escapes(Rule(1, low), Rule(1, With(0, Comparison.Equal, 2))));
        Assert.Equal(2u, (uint)escape.Arguments[0]);
        Assert.NotEqual(2u, escape.Arguments[0]);
        Assert.Empty(Escapes(Rule(1, With(0, Comparison.Equal, 2)), Rule(1, low)));
    }

    [Fact]
    public void EachRuleOfTheUpperFilterIsLookedAt() => Assert.Equal(
        [2],
        FilterSubset.Escapes(new([Rule(1), Rule(2), Rule(3)]), new([Rule(3), Rule(1)])).Select(escape => escape.Rule.Number));

    [Fact]
    public void AHiddenRuleHasNothingToEscape() =>
        Assert.Empty(FilterSubset.Escapes(new([Rule(1, With(0, Comparison.Equal, 1)), Rule(1, With(0, Comparison.Equal, 1), With(1, Comparison.Equal, 5))]), new([Rule(1, With(0, Comparison.Less, 2))])));

    private static (string? Counterexample, int Proven, int Escaped) Search(Func<RuleSet, RuleSet, IReadOnlyList<FilterEscape>> prove, int seed)
    {
        Random random = new(seed);
        RandomRules rules = new(random);
        RandomCalls calls = new(random);
        int proven = 0;
        int escaped = 0;
        for (int pair = 0; pair < Pairs; pair++)
        {
            RuleSet upper = Small(rules, random);
            // Sometimes a lower filter that shares much with the upper one, so that some proofs succeed.
            RuleSet lower = random.Next(2) == 0 ? Small(rules, random) : upper with { Rules = [.. Small(rules, random).Rules.Take(random.Next(2)), .. upper.Rules] };
            if (Prove(prove, upper, lower) is not { } escapes)
            {
                continue;
            }
            foreach (FilterEscape escape in escapes)
            {
                SyscallData call = Data(escape.Rule.Number, [.. escape.Arguments]);
                if (upper.RuleFor(in call) != escape.Rule || !lower.Decide(in call).IsStricterThan(escape.Rule.Action))
                {
                    return ($"seed {seed}, pair {pair}: an escape that is none", proven, escaped);
                }
            }
            proven += escapes.Count == 0 ? 1 : 0;
            escaped += escapes.Count > 0 ? 1 : 0;
            for (int count = 0; count < CallsPerPair && escapes.Count == 0; count++)
            {
                Call call = calls.Near(count % 2 == 0 ? upper : lower);
                SyscallData data = Data(call.Number, call.Arguments);
                if (upper.RuleFor(in data) is { } rule && lower.Decide(in data).IsStricterThan(rule.Action))
                {
                    return ($"seed {seed}, pair {pair}: {call}", proven, escaped);
                }
            }
        }
        return (null, proven, escaped);
    }

    // Random rules can be too complex to prove anything about.
    private static IReadOnlyList<FilterEscape>? Prove(Func<RuleSet, RuleSet, IReadOnlyList<FilterEscape>> prove, RuleSet upper, RuleSet lower)
    {
        try
        {
            return prove(upper, lower);
        }
        catch (RuleComplexityException)
        {
            return null;
        }
    }

    // Few calls and conditions, so that rules interact.
    private static RuleSet Small(RandomRules rules, Random random) => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => rules.Rule(random.Next(2)))]);

    private static RuleSet Unconditional(RuleSet rules) => rules with { Rules = [.. rules.Rules.Select(rule => rule with { Conditions = [] })] };

    private static SyscallData Data(int number, ulong[] arguments) => new(number, (uint)AuditArchitecture.AUDIT_ARCH_X86_64, 0, arguments);

    private static IReadOnlyList<FilterEscape> Escapes(SyscallRule upper, params SyscallRule[] lower) =>
        FilterSubset.Escapes(new RuleSet([upper]), new RuleSet(lower));

    private static SyscallRule Rule(int number, params ArgumentCondition[] conditions) => new(number, conditions);

    private static ArgumentCondition With(int index, Comparison comparison, ulong value) =>
        ArgumentCondition.With(index, ArgumentWidth.Bits64, comparison, value);
}
