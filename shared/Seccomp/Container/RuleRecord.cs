using System.Buffers.Binary;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>A rule as a set carries it. Read in place, without allocation: a signal handler may.</summary>
public readonly ref struct RuleRecord
{
    /// <summary>Bytes before the profile's name: length, number, action, line, column, length of the name, number of conditions.</summary>
    internal const int HeadLength = (5 * sizeof(uint)) + 2;

    private readonly ReadOnlySpan<byte> _bytes;

    internal RuleRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The call.</summary>
    public int Number => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    /// <summary>What the rule answers.</summary>
    public FilterAction Action => new(BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]));

    /// <summary>The line in the profile, from 1; 0 when it is unknown.</summary>
    public int Line => BinaryPrimitives.ReadInt32LittleEndian(_bytes[12..]);

    /// <summary>The column in the profile, from 1.</summary>
    public int Column => BinaryPrimitives.ReadInt32LittleEndian(_bytes[16..]);

    /// <summary>How many conditions there are.</summary>
    public int ConditionCount => _bytes[21];

    /// <summary>The profile that the rule is written in, in ASCII.</summary>
    public ReadOnlySpan<byte> Profile => _bytes.Slice(HeadLength, _bytes[20]);

    /// <summary>A condition.</summary>
    /// <param name="index">From 0.</param>
    public ConditionRecord Condition(int index)
    {
        ReadOnlySpan<byte> rest = _bytes[(HeadLength + _bytes[20])..];
        for (int count = 0; count < index; count++)
        {
            rest = rest[new ConditionRecord(rest).Length..];
        }
        return new ConditionRecord(rest);
    }

    /// <summary>How many conditions a call does not satisfy.</summary>
    /// <param name="arguments">Six arguments.</param>
    /// <param name="failed">The first of them.</param>
    public int Failed(scoped ReadOnlySpan<ulong> arguments, out ConditionRecord failed)
    {
        failed = default;
        int count = 0;
        ReadOnlySpan<byte> rest = _bytes[(HeadLength + _bytes[20])..];
        for (int index = 0; index < ConditionCount; index++)
        {
            ConditionRecord condition = new(rest);
            rest = rest[condition.Length..];
            if (condition.Matches(arguments[condition.Index]))
            {
                continue;
            }
            failed = count == 0 ? condition : failed;
            count++;
        }
        return count;
    }

    /// <summary>Takes the first record off a table.</summary>
    /// <param name="table">The table; afterwards what is behind the record.</param>
    /// <param name="record">The record.</param>
    /// <returns>Whether there is one, whole and sound.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> table, out RuleRecord record)
    {
        record = default;
        if (table.Length < HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(table) is var length && (length < HeadLength || length > table.Length))
        {
            return false;
        }
        ReadOnlySpan<byte> bytes = table[..(int)length];
        if (!IsSound(bytes))
        {
            return false;
        }
        record = new RuleRecord(bytes);
        table = table[(int)length..];
        return true;
    }

    private static bool IsSound(ReadOnlySpan<byte> bytes)
    {
        int name = bytes[20];
        if (name > bytes.Length - HeadLength || bytes.Slice(HeadLength, name).ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return false;
        }
        ReadOnlySpan<byte> rest = bytes[(HeadLength + name)..];
        for (int count = 0; count < bytes[21]; count++)
        {
            if (!ConditionRecord.TryMeasure(rest, out int length))
            {
                return false;
            }
            rest = rest[length..];
        }
        return rest.IsEmpty;
    }
}
