using System.Buffers.Binary;
using Kiln.Seccomp.Rules;

namespace Kiln.Seccomp.Container;

/// <summary>A rule in a set, read in place without allocating, so a signal handler may use it.</summary>
public readonly ref struct RuleRecord
{
    /// <summary>Bytes before the profile's name: length, number, action, line, column, length of the name, number of conditions.</summary>
    internal const int HeadLength = (5 * sizeof(uint)) + 2;

    private readonly ReadOnlySpan<byte> _bytes;

    internal RuleRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The system call number.</summary>
    public int Number => BinaryPrimitives.ReadInt32LittleEndian(_bytes[4..]);

    public FilterAction Action => new(BinaryPrimitives.ReadUInt32LittleEndian(_bytes[8..]));

    /// <summary>The line in the profile, from 1; 0 when unknown.</summary>
    public int Line => BinaryPrimitives.ReadInt32LittleEndian(_bytes[12..]);

    /// <summary>The column in the profile, from 1.</summary>
    public int Column => BinaryPrimitives.ReadInt32LittleEndian(_bytes[16..]);

    public int ConditionCount => _bytes[21];

    /// <summary>The name of the profile that contains the rule, in ASCII.</summary>
    public ReadOnlySpan<byte> Profile => _bytes.Slice(HeadLength, _bytes[20]);

    /// <param name="index">The index, from 0.</param>
    public ConditionRecord Condition(int index)
    {
        ReadOnlySpan<byte> rest = _bytes[(HeadLength + _bytes[20])..];
        for (int count = 0; count < index; count++)
        {
            rest = rest[new ConditionRecord(rest).Length..];
        }
        return new ConditionRecord(rest);
    }

    /// <summary>Counts the conditions that a call does not satisfy.</summary>
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
    /// <param name="table">The table; afterwards the rest after the record.</param>
    /// <returns>Whether there is a complete, valid record.</returns>
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
