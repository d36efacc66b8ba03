using System.Linq;
using Kiln.Seccomp.Rules;

namespace Kiln.Testing.Seccomp.Generation;

/// <summary>Generates rules with values on which compilers go wrong: at the ends of halves, at sign bits, and next to each other.</summary>
internal sealed class RandomRules(Random random)
{
    private const int HighestNumber = 470;

    // Of a small set.
    private const int MostValues = 60;

    private static readonly ulong[] _boundaries =
    [
        0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000, 0x1_0000_0001, 0x1_8000_0000, 0x7FFF_FFFF_FFFF_FFFF,
        0x8000_0000_0000_0000, 0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    private static readonly Comparison[] _withOneValue =
    [
        Comparison.Equal, Comparison.NotEqual, Comparison.Less, Comparison.LessOrEqual, Comparison.Greater, Comparison.GreaterOrEqual,
        Comparison.FlagsSubsetOf,
    ];

    /// <summary>A small set, or occasionally one so large that its jumps do not fit into a byte.</summary>
    internal RuleSet Set()
    {
        RuleSet rules = random.Next(8) == 0 ? Large() : new([.. Rules(random.Next(1, 8), 4)]);
        FilterAction[] defaults = [FilterAction.Trap(random.Next(8)), FilterAction.Errno(38), FilterAction.KillThread, FilterAction.KillProcess];
        return rules with
        {
            Default = defaults[Math.Max(0, random.Next(8) - 4)],
            Common = [.. rules.Rules.Select(rule => rule.Number).Where(_ => random.Next(4) == 0).Take(3)],
        };
    }

    /// <summary>A set whose paths can be followed: of the large ones, with hundreds of random values for one call, nearly all have more than are.</summary>
    internal RuleSet SmallSet()
    {
        RuleSet rules;
        do
        {
            rules = Set();
        }
        while (rules.Rules.Sum(rule => rule.ValueCount) > MostValues);
        return rules;
    }

    internal SyscallRule Rule(int number)
    {
        int conditions = random.Next(4);
        return new SyscallRule(number, [.. Enumerable.Range(0, conditions).Select(_ => Condition(random.Next(6)))]) { Action = Action() };
    }

    /// <summary>Mostly allow; each other action often enough to be covered.</summary>
    internal FilterAction Action() => random.Next(16) switch
    {
        0 => FilterAction.Log,
        1 => FilterAction.Trace,
        2 => FilterAction.Errno(1 + random.Next(FilterAction.LargestErrno)),
        3 => FilterAction.Trap(random.Next(8)),
        4 => FilterAction.KillThread,
        5 => FilterAction.KillProcess,
        _ => FilterAction.Allow,
    };

    internal ArgumentCondition Condition(int index)
    {
        ArgumentWidth width = random.Next(2) == 0 ? ArgumentWidth.Bits32 : ArgumentWidth.Bits64;
        ulong value = Value(width);
        ulong mask = Value(width) | 1;
        return random.Next(10) switch
        {
            0 => ArgumentCondition.Masked(index, width, mask, value & mask),
            1 => ArgumentCondition.OneOf(index, width, Values(width)),
            2 => ArgumentCondition.NoneOf(index, width, Values(width)),
            var other => ArgumentCondition.With(index, width, _withOneValue[other - 3], value),
        };
    }

    private IEnumerable<ulong> Values(ArgumentWidth width) => Enumerable.Range(0, random.Next(1, 6)).Select(_ => Value(width));

    private RuleSet Large()
    {
        // Long lists for one call push the targets of its first tests out of reach; many calls do the same to the binary search.
        return new([.. Enumerable.Range(0, 3).Select(_ => LongList()), .. Rules(60, HighestNumber)]);
    }

    private SyscallRule LongList()
    {
        IEnumerable<ulong> values = Enumerable.Range(0, 100).Select(_ => Any());
        return new SyscallRule(1, [ArgumentCondition.OneOf(random.Next(6), ArgumentWidth.Bits64, values)]);
    }

    private IEnumerable<SyscallRule> Rules(int count, int highest) =>
        Enumerable.Range(0, count).Select(_ => Rule(random.Next(highest + 1)));

    private ulong Value(ArgumentWidth width)
    {
        ulong value = random.Next(4) == 0 ? Any() : _boundaries[random.Next(_boundaries.Length)];
        return width == ArgumentWidth.Bits32 ? (uint)value : value;
    }

    private ulong Any() => (ulong)random.NextInt64(long.MinValue, long.MaxValue);
}
