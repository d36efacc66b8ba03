using System.Buffers.Binary;
using Kiln.Fuzz.Mutation;
using Kiln.Seccomp.Container;

namespace Kiln.Fuzz.Targets;

/// <summary>Generates calls close to the rules of a table: all others get the same answer.</summary>
internal readonly ref struct CallSource
{
    private readonly RuleTable _rules;
    private readonly Random _random;
    private readonly int _count;

    /// <param name="random">The source of randomness.</param>
    internal CallSource(RuleTable rules, Random random)
    {
        _rules = rules;
        _random = random;
        ReadOnlySpan<byte> rest = rules.Bytes;
        while (RuleRecord.TryTake(ref rest, out _))
        {
            _count++;
        }
    }

    /// <param name="arguments">Receives the six arguments.</param>
    internal int Next(scoped Span<ulong> arguments)
    {
        foreach (ref ulong argument in arguments)
        {
            argument = BoundaryNumbers.Next(_random);
        }
        if (_count == 0 || _random.Next(8) == 0)
        {
            return _random.Next(512);
        }
        RuleRecord rule = Record(_random.Next(_count));
        for (int index = 0; index < rule.ConditionCount; index++)
        {
            Satisfy(rule.Condition(index), arguments);
        }
        return rule.Number;
    }

    private RuleRecord Record(int index)
    {
        ReadOnlySpan<byte> rest = _rules.Bytes;
        RuleRecord.TryTake(ref rest, out RuleRecord record);
        for (int count = 0; count < index; count++)
        {
            RuleRecord.TryTake(ref rest, out record);
        }
        return record;
    }

    // Exactly, or off by one or by one high half.
    private void Satisfy(ConditionRecord condition, scoped Span<ulong> arguments)
    {
        ulong value = condition.Value(_random.Next(condition.ValueCount));
        arguments[condition.Index] = _random.Next(8) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => value | (1UL << _random.Next(64)),
            3 => value ^ (ulong)BinaryPrimitives.ReverseEndianness(_random.Next()) << 32,
            _ => value,
        };
    }
}
