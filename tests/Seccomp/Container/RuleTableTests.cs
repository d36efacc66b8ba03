using System.Linq;
using System.Text;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Harness;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Container;

/// <summary>The rules in a set mean the same as the rules it was made from.</summary>
public sealed class RuleTableTests(ITestOutputHelper output)
{
    private const int Sets = 300;
    private const int CallsPerSet = 60;

    [Fact]
    public void ACallMatchesTheSameRuleAsBefore()
    {
        int seed = Seed.Next();
        Random random = new(seed);
        RandomRules generator = new(random);
        RandomCalls calls = new(random);
        Dictionary<RuleMatch, int> matches = [];
        for (int number = 0; number < Sets; number++)
        {
            RuleSet drawn = generator.Set();
            RuleSet rules = drawn with { Rules = [.. drawn.Rules.Select((rule, line) => rule with { Origin = new RuleOrigin("vcpu", line + 1, 7) })] };
            FilterSet set = Read(rules);
            for (int count = 0; count < CallsPerSet; count++)
            {
                Call call = calls.Near(rules);
                RuleMatch match = set.Rules(FilterProfile.Vcpu).Nearest(call.Number, call.Arguments, out RuleRecord record, out ConditionRecord failed);
                SyscallRule? expected = rules.RuleFor(call.Data);
                bool named = rules.Rules.Any(rule => rule.Number == call.Number);

                Assert.Equal(expected is not null ? RuleMatch.Whole : named ? RuleMatch.Partial : RuleMatch.None, match);
                matches[match] = matches.GetValueOrDefault(match) + 1;
                if (match == RuleMatch.Whole)
                {
                    Assert.Equal(expected!.Origin, new RuleOrigin(Encoding.ASCII.GetString(record.Profile), record.Line, record.Column));
                    Assert.Equal(expected.Action, record.Action);
                }
                else if (match == RuleMatch.Partial)
                {
                    Assert.False(failed.Matches(call.Arguments[failed.Index]));
                }
            }
        }
        output.WriteLine($"seed {seed}: {string.Join(", ", matches)}");
        Assert.True(Enum.GetValues<RuleMatch>().All(match => matches.GetValueOrDefault(match) > 200), $"{string.Join(", ", matches)}; seed {seed}");
    }

    [Fact]
    public void TheNearestRuleFailsByTheFewestConditions()
    {
        SyscallRule far = Rule(1, (0, 1), (1, 2));
        SyscallRule near = Rule(2, (0, 5), (1, 3));
        FilterSet set = Read(new RuleSet([far, near, Rule(3, (1, 9), (2, 9))]));

        Assert.Equal(RuleMatch.Partial, set.Rules(FilterProfile.Vcpu).Nearest(1, [9, 3, 0, 0, 0, 0], out RuleRecord record, out ConditionRecord failed));
        Assert.Equal((2, 0, 5u), (record.Line, failed.Index, failed.Value(0)));
    }

    [Fact]
    public void ASignalHandlerMayAsk()
    {
        FilterSet set = Read(new RuleSet([Rule(1, (0, 1)), Rule(2, (1, 2))]));
        ulong[] arguments = new ulong[6];
        set.Rules(FilterProfile.Vcpu).Nearest(1, arguments, out _, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        set.Rules(FilterProfile.Vcpu).Nearest(1, arguments, out _, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void AConditionBringsItsWordsAlong()
    {
        ArgumentCondition plain = ArgumentCondition.With(0, ArgumentWidth.Bits32, Comparison.GreaterOrEqual, 43);
        ArgumentCondition listed = ArgumentCondition.OneOf(1, ArgumentWidth.Bits32, 1, 2);
        string longest = new('w', ArgumentCondition.LongestWords);
        FilterSet set = Read(new RuleSet([new SyscallRule(1, [plain.Called("a drive's file"), plain, listed.Called(longest)])]));

        Assert.Equal(RuleMatch.Partial, set.Rules(FilterProfile.Vcpu).Nearest(1, [50, 9, 0, 0, 0, 0], out RuleRecord record, out ConditionRecord failed));

        Assert.Equal("a drive's file"u8, record.Condition(0).Words);
        Assert.Empty(record.Condition(1).Words.ToArray());
        Assert.Equal(longest, Encoding.ASCII.GetString(failed.Words));
        Assert.Equal((2, 1ul, 2ul), (failed.ValueCount, failed.Value(0), failed.Value(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => plain.Called(longest + "w"));
    }

    // Each field of a record's head and of a condition's head, with one invalid byte at a time.
    [Theory]
    [InlineData(0, 255, "a length that is none of the record")]
    [InlineData(20, 30, "a name longer than the record")]
    [InlineData(21, 9, "more conditions than there are")]
    [InlineData(21, 0, "fewer conditions than there are")]
    [InlineData(22, 7, "a name that does not print")]
    [InlineData(23, 6, "an argument that no call has")]
    [InlineData(24, 16, "a width that no condition has")]
    [InlineData(25, 0, "a comparison that is none")]
    [InlineData(25, 11, "a comparison that is none")]
    [InlineData(26, 1, "words longer than the condition")]
    [InlineData(27, 0, "a condition without a value")]
    [InlineData(27, 2, "more values than there are")]
    [InlineData(30, 0x80, "more values than a number holds")]
    public void ARecordThatIsNoneIsRefused(int at, byte value, string what)
    {
        byte[] record = SetImage.Rule(1);
        record[at] = value;
        SetImage image = new()
        {
            Sections = [.. new SetImage().Sections.Select(section => section.Kind == 0x11 ? (section.Kind, record) : section)],
        };

        Assert.False(FilterSet.TryRead(image.ToBytes(), out _, out string? error), what);
        Assert.Equal("its section 'rules of launch' is none: its records are cut or out of range", error);
    }

    private static SyscallRule Rule(int line, params (int Index, ulong Value)[] conditions) =>
        new(1, [.. conditions.Select(condition => ArgumentCondition.With(condition.Index, ArgumentWidth.Bits64, Comparison.Equal, condition.Value))])
        {
            Origin = new RuleOrigin("vcpu", line, 1),
        };

    private static FilterSet Read(RuleSet rules)
    {
        byte[] bytes = FilterSetWriter.Write(FilterProfiles.All.ToArray().ToDictionary(profile => profile, _ => rules), FilterSetOptions.None);
        Assert.True(FilterSet.TryRead(bytes, out FilterSet? set, out string? error), error);
        return set;
    }
}
