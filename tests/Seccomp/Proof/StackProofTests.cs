using System.Linq;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Proof;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Bpf;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Proof;

/// <summary>What is said of two stacks, against running them.</summary>
public sealed class StackProofTests(ITestOutputHelper output)
{
    private const int Pairs = 10_000;
    private const int CallsOfAPair = 40;

    // Calls that differ, which the sample must have many of, or agreement means little.
    private const int LeastDifferent = 1_000;

    [Fact]
    public void ACallDiffersExactlyWhereAChangeSaysSo()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int different = 0;
        int alike = 0;
        int given = 0;
        for (int pair = 0; pair < Pairs; pair++)
        {
            RuleSet[] before = Sets(random);
            RuleSet[] after = Altered(before, random);
            (FilterStack old, FilterStack changed) = (Stack(before), Stack(after));
            StackProof proof = StackProof.Of(old, changed);
            given += proof.NotProven.Count > 0 ? 1 : 0;
            foreach (Call call in Sample(before.Concat(after), random))
            {
                SyscallData data = call.Data;
                if (proof.NotProven.Any(unproven => Has(unproven.Calls, call)))
                {
                    continue;
                }
                (FilterAction one, FilterAction other) = (old.AnswerTo(in data), changed.AnswerTo(in data));
                AnswerChange[] told = [.. proof.Changes.Where(change => Has(change.Calls, call))];

                Assert.True(
                    one == other ? told.Length == 0 : told is [var only] && (only.Before, only.After) == (one, other),
                    $"pair {pair} of seed {seed}: {call} goes from {one} to {other}, and {told.Length} changes have it");
                (different, alike) = one == other ? (different, alike + 1) : (different + 1, alike);
            }
        }
        output.WriteLine($"{different} calls differed, {alike} did not; {given} pairs were given up in part");
        Assert.InRange(given, 0, Pairs / 10);
        Assert.InRange(different, LeastDifferent, int.MaxValue);
        Assert.InRange(alike, LeastDifferent, int.MaxValue);
    }

    [Fact]
    public void OrderAndDivisionOfRulesChangeNothing()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int count = 0; count < 500; count++)
        {
            RuleSet rules = new RandomRules(random).SmallSet() with { Common = [] };
            SyscallRule[] divided = [.. rules.Rules.SelectMany(Divided)];
            // The order of one call's rules matters, that of calls does not.
            SyscallRule[] moved = [.. divided.GroupBy(rule => rule.Number).OrderBy(_ => random.Next()).SelectMany(group => group)];

            StackProof proof = StackProof.Of(Stack([rules]), Stack([rules with { Rules = moved }]));
            Assert.Empty(proof.Changes);
        }
    }

    [Fact]
    public void OneMoreRuleIsOneChange()
    {
        SyscallRule rule = new(16, [ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, 0xAE80)]);
        RuleSet rules = new([new SyscallRule(0, []), new SyscallRule(16, [ArgumentCondition.With(1, ArgumentWidth.Bits32, Comparison.Equal, 0xAE41)])]);

        AnswerChange change = Assert.Single(StackProof.Of(Stack([rules]), Stack([rules with { Rules = [.. rules.Rules, rule] }])).Changes);

        Assert.Equal((16, FilterAction.Trap(0), FilterAction.Allow, true, false), (change.Calls.SmallestNumber, change.Before, change.After, change.IsWider, change.IsStricter));
        Assert.Equal([0, 0xAE80, 0, 0, 0, 0], change.Calls.SmallestArguments());
        Assert.Equal(WordSet.All, change.Calls[CallBox.LowHalf(1) + 1]);
    }

    // Numbers without a name, and of the x32 convention, are calls as well.
    [Fact]
    public void AHoleForX32IsFound()
    {
        sock_filter[] whole = Mutants.Real(new([new SyscallRule(1, [])]));
        sock_filter[] hole = [.. whole];
        int check = Array.FindIndex(hole, step => step.code == BpfCodes.JumpIfGreaterOrEqual && step.k == 0x4000_0000);
        hole[check] = hole[check] with { k = 0x4000_0002 };

        StackProof proof = StackProof.Of(new FilterStack([whole]), new FilterStack([hole]));

        Assert.Equal([0x4000_0000], proof.Changes.Select(change => change.Calls.SmallestNumber));
        Assert.Equal(0x4000_0001u, proof.Changes[0].Calls[CallBox.Number].High);
    }

    // What the kernel does not tell apart is no change: data that nobody reads, errnos beyond the largest, actions that do not exist.
    [Theory]
    [InlineData(0x7FFF_0000, 0x7FFF_0007, true)]
    [InlineData(0x8000_0000, 0x8000_0001, true)]
    [InlineData(0x8000_0000, 0x1234_0000, true)]
    [InlineData(0x0005_0FFF, 0x0005_FFFF, true)]
    [InlineData(0x0005_0001, 0x0005_0002, false)]
    [InlineData(0x0003_0001, 0x0003_0002, false)]
    [InlineData(0x7FFF_0000, 0x7FFC_0000, false)]
    [InlineData(0x7FC0_0000, 0x7FF0_0000, false)]
    [InlineData(0x0000_0000, 0x8000_0000, false)]
    public void AnswersAreWhatTheKernelDoes(uint before, uint after, bool areAlike) =>
        Assert.Equal(areAlike, StackProof.Of(Answering(before), Answering(after)).Changes.Count == 0);

    private static FilterStack Answering(uint answer) => new([[new() { code = BpfCodes.Return, k = answer }]]);

    private static FilterStack Stack(RuleSet[] newestFirst) => new([.. newestFirst.Select(rules => Mutants.Real(rules))]);

    private static RuleSet[] Sets(Random random) => [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new RandomRules(random).SmallSet())];

    // Most pairs differ in one rule; some have nothing in common.
    private static RuleSet[] Altered(RuleSet[] sets, Random random)
    {
        if (random.Next(10) == 0)
        {
            return Sets(random);
        }
        RuleSet[] altered = [.. sets];
        int index = random.Next(altered.Length);
        RuleSet chosen = altered[index];
        List<SyscallRule> rules = [.. chosen.Rules];
        int place = random.Next(rules.Count);
        SyscallRule other = new RandomRules(random).Rule(rules[place].Number);
        switch (random.Next(4))
        {
            case 0:
                rules.RemoveAt(place);
                break;
            case 1:
                rules.Insert(place, other);
                break;
            case 2:
                rules[place] = rules[place] with { Action = other.Action };
                break;
            default:
                rules[place] = rules[place] with { Conditions = other.Conditions };
                break;
        }
        altered[index] = chosen with { Rules = rules, Common = [.. chosen.Common.Where(number => rules.Exists(rule => rule.Number == number))] };
        return altered;
    }

    private static IEnumerable<Call> Sample(IEnumerable<RuleSet> sets, Random random)
    {
        RuleSet[] known = [.. sets.Where(rules => rules.Rules.Count > 0)];
        RandomCalls calls = new(random);
        for (int count = 0; known.Length > 0 && count < CallsOfAPair; count++)
        {
            yield return calls.Near(known[random.Next(known.Length)]) with { Architecture = AuditArchitecture.AUDIT_ARCH_X86_64 };
        }
    }

    private static bool Has(CallBox calls, Call call)
    {
        SyscallData data = call.Data;
        return calls.Contains(in data);
    }

    // A list of values as a rule for each.
    private static IEnumerable<SyscallRule> Divided(SyscallRule rule)
    {
        int list = Array.FindIndex([.. rule.Conditions], condition => condition.Comparison == Comparison.In);
        return list < 0
            ? [rule]
            : rule.Conditions[list].Values.Select(value => rule with
            {
                Conditions =
                [
                    .. rule.Conditions.Select((condition, index) => index == list
                        ? ArgumentCondition.OneOf(condition.Index, condition.Width, [value])
                        : condition),
                ],
            });
    }
}
