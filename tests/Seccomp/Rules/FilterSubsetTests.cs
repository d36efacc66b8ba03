using System.Linq;
using Kiln.Seccomp.Tests.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Rules;

/// <summary>What is proven a subset is one.</summary>
public sealed class FilterSubsetTests(ITestOutputHelper output)
{
    private const int Pairs = 30_000;
    private const int ArgumentsPerPair = 40;

    [Fact]
    public void AnImpliedConditionHoldsWheneverTheOtherDoes()
    {
        int seed = Seed.Next();

        (string? counterexample, int implied) = Search((left, right) => left.Implies(right), seed);

        output.WriteLine($"seed {seed}: {implied} of {Pairs} pairs implied");
        Assert.Null(counterexample);
        Assert.True(implied > 300, $"{implied} pairs implied; seed {seed}");
    }

    [Fact]
    public void AFalseProofIsFound()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");

        // As Implies would be if it forgot widths, or the direction.
        Assert.NotNull(Search(SameExceptForWidth, seed).Counterexample);
        Assert.NotNull(Search((left, right) => right.Implies(left), seed).Counterexample);
    }

    [Fact]
    public void ARuleImpliesOneWithFewerOrWiderConditions()
    {
        SyscallRule tight = Rule(1, Equal(0, 2), Flags(2, 1));

        Assert.Empty(Unproven(tight, Rule(1, Equal(0, 2), Flags(2, 3))));
        Assert.Empty(Unproven(tight, Rule(1, Flags(2, 3))));
        Assert.Empty(Unproven(tight, Rule(1)));
        Assert.Empty(Unproven(tight, tight));
    }

    [Fact]
    public void ARuleThatMayAllowMoreIsNamed()
    {
        SyscallRule tight = Rule(1, Equal(0, 2), Flags(2, 1));

        Assert.Equal([tight], Unproven(tight, Rule(2)));
        Assert.Equal([tight], Unproven(tight, Rule(1, Equal(0, 3))));
        Assert.Equal([tight], Unproven(tight, Rule(1, Equal(1, 2))));
        Assert.Equal([tight], Unproven(tight, Rule(1, Equal(0, 2), Equal(3, 0))));
        Assert.Equal([tight], Unproven(tight, Rule(1, Flags(2, 2))));
    }

    [Fact]
    public void ALowHalfNeverProvesAnythingAboutTheWhole()
    {
        ArgumentCondition low = ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 2);

        Assert.NotEmpty(Unproven(Rule(1, low), Rule(1, Equal(0, 2))));
        Assert.Empty(Unproven(Rule(1, Equal(0, 2)), Rule(1, low)));
    }

    [Fact]
    public void EachRuleOfTheTighterSetIsLookedAt()
    {
        RuleSet tighter = new([Rule(1), Rule(2), Rule(3)]);

        Assert.Equal([2], FilterSubset.Unproven(tighter, new([Rule(3), Rule(1)])).Select(rule => rule.Number));
    }

    private static bool SameExceptForWidth(ArgumentCondition left, ArgumentCondition right) =>
        left.Comparison == right.Comparison && left.Mask == right.Mask && left.Values.SequenceEqual(right.Values);

    private static (string? Counterexample, int Implied) Search(Func<ArgumentCondition, ArgumentCondition, bool> implies, int seed)
    {
        Random random = new(seed);
        RandomRules rules = new(random);
        RandomCalls calls = new(random);
        int implied = 0;
        for (int pair = 0; pair < Pairs; pair++)
        {
            ArgumentCondition left = rules.Condition(0);
            ArgumentCondition right = rules.Condition(0);
            if (!implies(left, right))
            {
                continue;
            }
            implied++;
            for (int count = 0; count < ArgumentsPerPair; count++)
            {
                ulong argument = calls.Near(count % 2 == 0 ? left : right);
                if (left.Matches(argument) && !right.Matches(argument))
                {
                    return ($"seed {seed}, pair {pair}: 0x{argument:x}", implied);
                }
            }
        }
        return (null, implied);
    }

    private static IReadOnlyList<SyscallRule> Unproven(SyscallRule tighter, SyscallRule wider) =>
        FilterSubset.Unproven(new RuleSet([tighter]), new RuleSet([wider]));

    private static SyscallRule Rule(int number, params ArgumentCondition[] conditions) => new(number, conditions);

    private static ArgumentCondition Equal(int index, ulong value) =>
        ArgumentCondition.With(index, ArgumentWidth.Bits64, Comparison.Equal, value);

    private static ArgumentCondition Flags(int index, ulong value) =>
        ArgumentCondition.With(index, ArgumentWidth.Bits64, Comparison.FlagsSubsetOf, value);
}
