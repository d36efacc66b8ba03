using System.Buffers.Binary;

namespace Kiln.Vmm.State;

// Values, each with the bounds that the caller gives. Whatever is not as it says is a StateFailure.
internal ref partial struct StateReader
{
    /// <summary>Reads 8 bits.</summary>
    internal byte ReadByte(string field) => Take(sizeof(byte), field)[0];

    /// <summary>Reads a register of 8 bits.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="possible">The bits that can be set.</param>
    internal byte ReadBits(string field, byte possible)
    {
        byte value = ReadByte(field);
        return (value & ~possible) == 0 ? value : throw Refuse(field, $"it is 0x{value:x}, of which 0x{value & ~possible:x} cannot be set");
    }

    /// <summary>Reads 16 bits.</summary>
    internal ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), field));

    /// <summary>Reads 32 bits.</summary>
    internal uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), field));

    /// <summary>Reads 64 bits.</summary>
    /// <param name="field">The field.</param>
    /// <param name="most">The greatest number that it can be.</param>
    internal ulong ReadUInt64(string field, ulong most = ulong.MaxValue)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), field));
        return value <= most ? value : throw Refuse(field, $"it is {value}, and at most {most} is possible");
    }

    /// <summary>Reads what the machine that loads has too, by its configuration.</summary>
    /// <param name="field">The field.</param>
    /// <param name="own">What it has.</param>
    internal void ReadSame(string field, ulong own)
    {
        ulong value = ReadUInt64(field);
        if (value != own)
        {
            throw Refuse(field, $"it is 0x{value:x}, and 0x{own:x} in this machine: load it into a machine of the same configuration");
        }
    }

    /// <summary>Reads yes or no.</summary>
    internal bool ReadBoolean(string field) => ReadBits(field, 1) == 1;

    /// <summary>Reads a value of an enumeration whose values follow one another from zero.</summary>
    /// <param name="field">The field.</param>
    /// <param name="last">The last of them.</param>
    internal TEnum ReadEnum<TEnum>(string field, TEnum last)
        where TEnum : unmanaged, Enum => EnumNumber.Value<TEnum>(ReadUInt64(field, EnumNumber.Of(last)));

    /// <summary>Reads flags.</summary>
    /// <param name="field">The field.</param>
    /// <param name="possible">Those that can be set.</param>
    internal TEnum ReadFlags<TEnum>(string field, TEnum possible)
        where TEnum : unmanaged, Enum
    {
        ulong value = ReadUInt64(field);
        ulong others = value & ~EnumNumber.Of(possible);
        return others == 0 ? EnumNumber.Value<TEnum>(value) : throw Refuse(field, $"it is 0x{value:x}, of which 0x{others:x} cannot be set");
    }

    /// <summary>Reads how many elements follow.</summary>
    /// <param name="field">The field.</param>
    /// <param name="most">How many there can be.</param>
    internal int ReadCount(string field, int most) => (int)ReadUInt64(field, (ulong)most);

    /// <summary>Reads bytes.</summary>
    /// <param name="field">The field.</param>
    /// <param name="into">Where they go; more than fit there are refused.</param>
    /// <returns>How many there are.</returns>
    internal int ReadBytes(string field, scoped Span<byte> into)
    {
        int length = ReadCount(field, into.Length);
        Take(length, field).CopyTo(into);
        return length;
    }
}
