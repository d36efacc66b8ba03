using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.State;

// Reads values within bounds that the caller sets. A violation throws a StateFailure.
internal ref partial struct StateReader
{
    internal byte ReadByte(string field) => Take(sizeof(byte), field)[0];

    /// <summary>Reads an 8-bit register.</summary>
    /// <param name="possible">The bits that may be set.</param>
    internal byte ReadBits(string field, byte possible)
    {
        byte value = ReadByte(field);
        return (value & ~possible) == 0 ? value : throw Refuse(field, $"it is 0x{value:x}, of which 0x{value & ~possible:x} cannot be set");
    }

    internal ushort ReadUInt16(string field) => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort), field));

    internal uint ReadUInt32(string field) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), field));

    /// <summary>Reads a number with an upper bound.</summary>
    /// <param name="most">The largest valid number.</param>
    internal ulong ReadUInt64(string field, ulong most = ulong.MaxValue)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), field));
        return value <= most ? value : throw Refuse(field, $"it is {value}, and at most {most} is possible");
    }

    /// <summary>Reads a number that must equal the loading machine's, which its configuration determines.</summary>
    internal void ReadSame(string field, ulong own)
    {
        ulong value = ReadUInt64(field);
        if (value != own)
        {
            throw Refuse(field, $"it is 0x{value:x}, and 0x{own:x} in this machine: load it into a machine of the same configuration");
        }
    }

    /// <summary>Reads text that must equal the loading machine's, which its configuration determines.</summary>
    internal void ReadSameText(string field, string own)
    {
        // Usually an identifier; only a configuration file can set a longer one.
        const int Usual = 256;
        int length = Encoding.UTF8.GetByteCount(own);
        Span<byte> expected = length <= Usual ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(own, expected);
        if (!Take(ReadCount(field, Rest), field).SequenceEqual(expected))
        {
            throw Refuse(field, $"it is not '{Excerpt.Of(own)}', as in this machine: load it into a machine of the same configuration");
        }
    }

    /// <summary>Reads text in valid UTF-8 without NUL.</summary>
    /// <param name="most">The most bytes.</param>
    internal string ReadText(string field, int most)
    {
        ReadOnlySpan<byte> bytes = Take(ReadCount(field, most), field);
        return Utf8.IsValid(bytes) && !bytes.Contains((byte)0)
            ? Encoding.UTF8.GetString(bytes)
            : throw Refuse(field, "it is not UTF-8 text without NUL: take the snapshot again");
    }

    /// <summary>Reads text that may be missing.</summary>
    /// <param name="most">The most bytes.</param>
    internal string? ReadOptionalText(string field, int most) => ReadBoolean(field) ? ReadText(field, most) : null;

    internal bool ReadBoolean(string field) => ReadBits(field, 1) == 1;

    /// <summary>Reads a value of an enumeration whose values are contiguous from zero.</summary>
    /// <param name="last">The largest value.</param>
    internal TEnum ReadEnum<TEnum>(string field, TEnum last)
        where TEnum : unmanaged, Enum => EnumNumber.Value<TEnum>(ReadUInt64(field, EnumNumber.Of(last)));

    /// <summary>Reads a set of flags.</summary>
    /// <param name="possible">The flags that may be set.</param>
    internal TEnum ReadFlags<TEnum>(string field, TEnum possible)
        where TEnum : unmanaged, Enum
    {
        ulong value = ReadUInt64(field);
        ulong others = value & ~EnumNumber.Of(possible);
        return others == 0 ? EnumNumber.Value<TEnum>(value) : throw Refuse(field, $"it is 0x{value:x}, of which 0x{others:x} cannot be set");
    }

    /// <summary>Reads the number of elements that follow.</summary>
    /// <param name="most">The largest valid number.</param>
    internal int ReadCount(string field, int most) => (int)ReadUInt64(field, (ulong)most);

    /// <summary>Reads bytes with their length.</summary>
    /// <param name="into">Receives the bytes; a longer value is rejected.</param>
    /// <returns>The number of bytes.</returns>
    internal int ReadBytes(string field, scoped Span<byte> into)
    {
        int length = ReadCount(field, into.Length);
        Take(length, field).CopyTo(into);
        return length;
    }

    /// <summary>Reads bytes whose length must equal the buffer's.</summary>
    internal void ReadExactly(string field, scoped Span<byte> into)
    {
        ulong length = ReadUInt64(field);
        if (length != (ulong)into.Length)
        {
            throw Refuse(field, $"it has {length} bytes, and {into.Length} on this host: load it on a host with the same processor and kernel");
        }
        Take(into.Length, field).CopyTo(into);
    }

    /// <summary>Reads a kernel structure, complete and in the kernel's layout.</summary>
    internal void ReadStructure<T>(string field, scoped ref T into)
        where T : unmanaged => ReadExactly(field, MemoryMarshal.AsBytes(new Span<T>(ref into)));
}
