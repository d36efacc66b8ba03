using System.Linq;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Rules;

/// <summary>Whether a rule can match, and whether it is reachable, is determined exactly.</summary>
public sealed class RuleReachTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Comparison.Less, 4, Comparison.GreaterOrEqual, 4, false)]
    [InlineData(Comparison.LessOrEqual, 4, Comparison.GreaterOrEqual, 4, true)]
    [InlineData(Comparison.Equal, 4, Comparison.NotEqual, 4, false)]
    [InlineData(Comparison.Less, 0, Comparison.NotEqual, 4, false)]
    [InlineData(Comparison.Greater, ulong.MaxValue, Comparison.NotEqual, 4, false)]
    [InlineData(Comparison.FlagsSubsetOf, 0xF0, Comparison.Equal, 0x10, true)]
    [InlineData(Comparison.FlagsSubsetOf, 0xF0, Comparison.Equal, 0x11, false)]
    [InlineData(Comparison.FlagsSubsetOf, 0x1_0000_0000, Comparison.Greater, 0x1_0000_0000, false)]
    [InlineData(Comparison.FlagsSubsetOf, 0x1_0000_0001, Comparison.Greater, 0x1_0000_0000, true)]
    public void TwoConditionsOnOneArgument(Comparison first, ulong firstValue, Comparison second, ulong secondValue, bool possible) =>
        Assert.Equal(possible, RuleReach.CanMatch(new SyscallRule(1, [With(first, firstValue), With(second, secondValue)])));

    [Fact]
    public void ConditionsOfBothWidthsAreSeenTogether()
    {
        ArgumentCondition low = ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 5);

        Assert.True(RuleReach.CanMatch(new SyscallRule(1, [low, With(Comparison.Greater, 0xFFFF_FFFF)])));
        Assert.True(RuleReach.CanMatch(new SyscallRule(1, [low, With(Comparison.Greater, 0xFFFF_FFFF_0000_0004)])));
        Assert.False(RuleReach.CanMatch(new SyscallRule(1, [low, With(Comparison.Greater, 0xFFFF_FFFF_0000_0005)])));
    }

    [Theory]
    [InlineData(Comparison.GreaterOrEqual, 0, true)]
    [InlineData(Comparison.LessOrEqual, ulong.MaxValue, true)]
    [InlineData(Comparison.FlagsSubsetOf, ulong.MaxValue, true)]
    [InlineData(Comparison.LessOrEqual, ulong.MaxValue - 1, false)]
    [InlineData(Comparison.FlagsSubsetOf, ulong.MaxValue - 1, false)]
    [InlineData(Comparison.NotEqual, 0, false)]
    public void AConditionThatEveryArgumentSatisfiesSaysNothing(Comparison comparison, ulong value, bool nothing) =>
        Assert.Equal(nothing, RuleReach.SaysNothing(With(comparison, value)));

    [Fact]
    public void SeveralRulesTogetherHideOne()
    {
        SyscallRule hidden = new(1, [ArgumentCondition.OneOf(0, ArgumentWidth.Bits64, 3, 12)]);
        SyscallRule[] halves = [new(1, [With(Comparison.Less, 10)]), new(1, [With(Comparison.Greater, 11)])];

        Assert.True(RuleReach.IsCovered(hidden, halves));
        Assert.False(RuleReach.IsCovered(hidden, halves[..1]));
        Assert.False(RuleReach.IsCovered(new(1, []), halves));
        Assert.False(RuleReach.IsCovered(new(2, []), halves));
    }

    [Fact]
    public void WhatIsSaidToBeHiddenIsNeverReached()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        RandomRules rules = new(random);
        RandomCalls calls = new(random);
        int covered = 0;
        for (int count = 0; count < 5_000; count++)
        {
            SyscallRule rule = rules.Rule(1);
            SyscallRule[] earlier = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => rules.Rule(1))];
            bool hidden = IsCovered(rule, earlier);
            covered += hidden ? 1 : 0;
            for (int call = 0; call < 50 && hidden; call++)
            {
                Call near = calls.Near(new RuleSet([rule]));
                Assert.False(rule.Matches(near.Data) && !earlier.Any(other => other.Matches(near.Data)), $"{near}; seed {seed}");
            }
        }
        output.WriteLine($"seed {seed}: {covered} covered");
        Assert.True(covered > 100, $"{covered} covered; seed {seed}");
    }

    [Fact]
    public void RulesThatNobodyFollowsAreSaidToBe()
    {
        IEnumerable<ulong> values = Enumerable.Range(0, 1000).Select(value => (ulong)value * 0x2_0000_0002);
        SyscallRule rule = new(
            1,
            [ArgumentCondition.NoneOf(0, ArgumentWidth.Bits64, values), ArgumentCondition.NoneOf(0, ArgumentWidth.Bits32, values.Select(value => (ulong)(uint)value))]);

        Assert.Throws<RuleComplexityException>(() => RuleReach.CanMatch(rule));
    }

    // Random rules can be too complex to prove anything about.
    private static bool IsCovered(SyscallRule rule, SyscallRule[] earlier)
    {
        try
        {
            return RuleReach.IsCovered(rule, earlier);
        }
        catch (RuleComplexityException)
        {
            return false;
        }
    }

    private static ArgumentCondition With(Comparison comparison, ulong value) =>
        ArgumentCondition.With(0, ArgumentWidth.Bits64, comparison, value);
}
