using System.Buffers.Binary;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates the section of a rule table: records of a fixed head, a name and conditions, each preceded by its length.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class RuleEdits(Random random)
{
    private const int HeadLength = 22;
    private const int NameLengthAt = 20;
    private const int ConditionHeadLength = 16;

    internal void Edit(EditBuffer table, ReadOnlySpan<byte> donor)
    {
        Range record = AnyRecord(table.Bytes);
        (int start, int length) = record.GetOffsetAndLength(table.Length);
        switch (random.Next(10))
        {
            case 0:
                table.Remove(record);
                break;
            case 1:
                table.Insert(start, table.Bytes[record].ToArray());
                break;
            case 2:
                table.Insert(start, donor[AnyRecord(donor)].ToArray());
                break;
            case 3 when random.Next(4) == 0:
                table.Remove(..table.Length);
                break;
            case 4 when length > HeadLength:
                AddCondition(table, start, length);
                break;
            case 5 when length >= HeadLength:
                ChangeHead(table.Bytes.Slice(start, length));
                break;
            case 6 when random.Next(4) == 0 && table.Length > 0:
                table.Bytes[random.Next(table.Length)] ^= (byte)(1 << random.Next(8));
                break;
            default:
                ChangeCondition(table.Bytes.Slice(start, length));
                break;
        }
    }

    private void ChangeHead(Span<byte> record)
    {
        switch (random.Next(8))
        {
            case 0:
                record[NameLengthAt + random.Next(2)] = (byte)random.Next(random.Next(2) == 0 ? 8 : 256);
                break;
            case 1:
                BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)BoundaryNumbers.Next(random));
                break;
            case 2:
                BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)random.Next(512));
                break;
            default:
                // Number, action, line or column.
                BinaryPrimitives.WriteUInt32LittleEndian(record[(4 * random.Next(1, 5))..], (uint)BoundaryNumbers.Next(random));
                break;
        }
    }

    private void ChangeCondition(Span<byte> record)
    {
        if (record.Length < HeadLength || record.Length - HeadLength - record[NameLengthAt] < ConditionHeadLength + sizeof(ulong))
        {
            return;
        }
        Span<byte> condition = record[(HeadLength + record[NameLengthAt])..];
        switch (random.Next(8))
        {
            case 0:
                condition[0] = (byte)random.Next(7);
                break;
            case 1:
                condition[1] = (byte)(random.Next(2) == 0 ? 32 : 64);
                break;
            case 2:
                condition[random.Next(4)] = (byte)BoundaryNumbers.Next(random);
                break;
            case 3 when random.Next(4) == 0:
                BinaryPrimitives.WriteUInt32LittleEndian(condition[4..], (uint)BoundaryNumbers.Next(random));
                break;
            case 4:
                condition[2] = (byte)random.Next(1, 11);
                break;
            case 5:
                BinaryPrimitives.WriteUInt64LittleEndian(condition[8..], BoundaryNumbers.Next(random));
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(condition[ConditionHeadLength..], BoundaryNumbers.Next(random));
                break;
        }
    }

    // After the name, adjusting the record's length and count; with one to three values.
    private void AddCondition(EditBuffer table, int start, int length)
    {
        int values = random.Next(1, 4);
        Span<byte> condition = stackalloc byte[ConditionHeadLength + (values * sizeof(ulong))];
        condition.Clear();
        condition[0] = (byte)random.Next(6);
        condition[1] = (byte)(random.Next(2) == 0 ? 32 : 64);
        condition[2] = (byte)random.Next(1, 11);
        condition[4] = (byte)values;
        for (int index = 0; index < values; index++)
        {
            Span<byte> value = condition[(ConditionHeadLength + (index * sizeof(ulong)))..];
            BinaryPrimitives.WriteUInt64LittleEndian(value, BoundaryNumbers.Next(random));
        }
        Span<byte> record = table.Bytes.Slice(start, length);
        int behindName = Math.Min(length, HeadLength + record[NameLengthAt]);
        record[NameLengthAt + 1]++;
        BinaryPrimitives.WriteInt32LittleEndian(record, length + condition.Length);
        table.Insert(start + behindName, condition);
    }

    // Follows the length fields; takes the rest of the table when one leads outside.
    private Range AnyRecord(ReadOnlySpan<byte> table)
    {
        List<Range> records = [];
        for (int at = 0; at < table.Length;)
        {
            uint length = table.Length - at < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(table[at..]);
            int end = length < HeadLength || length > (uint)(table.Length - at) ? table.Length : at + (int)length;
            records.Add(at..end);
            at = end;
        }
        return records.Count == 0 ? 0..0 : records[random.Next(records.Count)];
    }
}
