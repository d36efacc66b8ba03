using System.Linq;
using Kiln.ProfileCommands.Score;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Jailer.Tests.ProfileCommands.Score;

/// <summary>A figure goes from 0 to 100, and only with what is permitted.</summary>
public sealed class ExposureFigureTests(ITestOutputHelper output)
{
    private const int Runs = 300;

    private static RuleSet Everything => new([.. SyscallTable.Numbers.Select(number => new SyscallRule(number, []))]);

    [Fact]
    public void NothingIsZeroAndEverythingIsAHundred()
    {
        Assert.Equal(0, Figure(new RuleSet([])));
        Assert.Equal(100, Figure(Everything));
        Assert.Equal(100, Figure(new RuleSet([.. Everything.Rules.Select(rule => rule with { Action = FilterAction.Log })])));
    }

    [Fact]
    public void ARefusalCountsNothing()
    {
        FilterAction[] refusals = [FilterAction.Errno(1), FilterAction.Trap(0), FilterAction.Trace, FilterAction.KillThread, FilterAction.KillProcess];

        Assert.All(refusals, refusal => Assert.Equal(0, Figure(new RuleSet([.. Everything.Rules.Select(rule => rule with { Action = refusal })]))));
    }

    [Fact]
    public void AConfinedCallIsAShareThatGrowsWithItsValues()
    {
        decimal one = Ioctl(ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, 7));
        decimal three = Ioctl(ArgumentCondition.OneOf(1, ArgumentWidth.Bits32, 7, 8, 9));
        decimal flags = Ioctl(ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.FlagsSubsetOf, 0xFF));
        decimal all = Figure(new RuleSet([new SyscallRule(16, [])]));

        Assert.True(0 < one && one < three && three < flags && flags < all && one < all / 20, $"{one} {three} {flags} {all}");
        // A request that is free is the whole call, whatever the descriptor.
        Assert.Equal(all, Ioctl(ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.Equal, 7)));
    }

    [Fact]
    public void MemoryThatMayBeExecutedIsTheWholeCall()
    {
        decimal all = Figure(new RuleSet([new SyscallRule(10, [])]));

        Assert.True(Mprotect(3) < all / 10);
        Assert.Equal(all, Mprotect(7));
    }

    [Fact]
    public void FewerRulesNeverRaiseItAndMoreNeverLowerIt()
    {
        int seed = Seed.Next();
        int lower = 0;
        foreach (RuleSet set in Sets(seed))
        {
            decimal whole = Figure(set);
            for (int index = 0; index < set.Rules.Count; index++)
            {
                decimal rest = Figure(set with { Rules = [.. set.Rules.Where((_, other) => other != index)] });
                bool permits = set.Rules[index].Action.Permits;
                Assert.True(permits ? rest <= whole : rest >= whole, $"{whole} with {set.Rules[index]}, {rest} without; seed {seed}");
                lower += rest < whole ? 1 : 0;
            }
        }
        output.WriteLine($"seed {seed}: {lower} rules lower the figure");
        Assert.True(lower > Runs / 2, $"{lower} rules lower the figure; seed {seed}");
    }

    [Fact]
    public void HowRulesAreWrittenIsIndifferent()
    {
        int seed = Seed.Next();
        int split = 0;
        foreach (RuleSet set in Sets(seed))
        {
            RuleSet pieces = new([.. set.Rules.SelectMany(Split)]);
            split += pieces.Rules.Count > set.Rules.Count ? 1 : 0;

            Assert.True(Figure(set) == Figure(pieces), $"{Figure(set)} and {Figure(pieces)}; seed {seed}");
            Assert.True(Figure(set) == Figure(set, pieces), $"doubled; seed {seed}");
        }
        output.WriteLine($"seed {seed}: {split} sets with lists");
        Assert.True(split > Runs / 10, $"{split} sets with lists; seed {seed}");
    }

    // A refusal of one program takes nothing from another.
    [Fact]
    public void TogetherIsNoLessThanAnyAlone()
    {
        int seed = Seed.Next();
        RuleSet[] sets = [.. Sets(seed)];
        foreach ((RuleSet first, RuleSet second) in sets.Zip(sets.Skip(1)))
        {
            Assert.True(Figure(first, second) >= Math.Max(Figure(first), Figure(second)), $"seed {seed}");
        }
    }

    // Documented: the count is of each argument by itself.
    [Fact]
    public void RulesThatConfineDifferentArgumentsLeaveTheCallFree()
    {
        SyscallRule[] rules = [.. ((int[])[0, 2]).Select(index => new SyscallRule(1, [ArgumentCondition.With(index, ArgumentWidth.Bits32, Comparison.Equal, 8)]))];

        Assert.True(Figure(new RuleSet(rules[..1])) < Figure(new RuleSet([new SyscallRule(1, [])])) / 10);
        Assert.Equal(Figure(new RuleSet([new SyscallRule(1, [])])), Figure(new RuleSet([.. rules, new SyscallRule(1, [ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, 8)])])));
    }

    private static IEnumerable<RuleSet> Sets(int seed)
    {
        for (int run = 0; run < Runs; run++)
        {
            Random random = new(Seed.Of(seed, run));
            RandomRules rules = new(random);
            int[] calls = [16, 10, 1, 257];
            yield return new RuleSet([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => rules.Rule(calls[random.Next(calls.Length)]))]);
        }
    }

    // A rule for each value of its first list; the same calls.
    private static IEnumerable<SyscallRule> Split(SyscallRule rule)
    {
        ArgumentCondition? list = rule.Conditions.FirstOrDefault(condition => condition.Comparison == Comparison.In);
        return list is null
            ? [rule]
            : list.Values.Select(value => rule with
            {
                Conditions = [.. rule.Conditions.Select(condition => condition == list ? ArgumentCondition.With(list.Index, list.Width, Comparison.Equal, value) : condition)],
            });
    }

    private static decimal Ioctl(ArgumentCondition condition) => Figure(new RuleSet([new SyscallRule(16, [condition])]));

    private static decimal Mprotect(ulong protection) =>
        Figure(new RuleSet([new SyscallRule(10, [ArgumentCondition.With(2, ArgumentWidth.Bits64, Comparison.FlagsSubsetOf, protection)])]));

    private static decimal Figure(params RuleSet[] programs) => ExposureFigure.Of(programs.SelectMany(PermittedRule.Of));
}
