using System.Buffers.Binary;
using System.Text;

namespace Kiln.Vmm.State;

/// <summary>Writes a state into memory that the caller owns. Nothing is allocated unless it fails.</summary>
internal ref struct StateWriter
{
    private readonly Span<byte> _room;
    private OpenSections _open;
    private int _length;

    /// <summary>Begins a state.</summary>
    /// <param name="room">Where it is written; outside the collected heap, since it may be <see cref="StateFormat.Longest"/>.</param>
    /// <exception cref="StateFailure">There is no room.</exception>
    internal StateWriter(Span<byte> room)
    {
        _room = room;
        WriteUInt64(StateFormat.Magic);
        WriteUInt16(StateFormat.Major);
        WriteUInt16(StateFormat.Minor);
    }

    /// <summary>Begins a section; inside one that is open, a part of it.</summary>
    /// <param name="name">Its name: visible ASCII, not empty, no longer than <see cref="StateFormat.LongestName"/>.</param>
    /// <param name="version">The version of what is in it; from 1.</param>
    /// <exception cref="StateFailure">There is no room.</exception>
    internal void Begin(string name, ushort version)
    {
        if (!SectionName.IsSound(name))
        {
            throw new ArgumentException($"'{name}' can be no section's name", nameof(name));
        }
        WriteByte((byte)name.Length);
        Encoding.ASCII.GetBytes(name, Reserve(name.Length));
        WriteUInt16(version);
        _open.Push(name, _length);
        WriteUInt64(0);
    }

    /// <summary>Ends the section that was begun last.</summary>
    internal void End()
    {
        int start = _open.Pop();
        BinaryPrimitives.WriteUInt64LittleEndian(_room[start..], (ulong)(_length - start - sizeof(ulong)));
    }

    /// <summary>Ends the state.</summary>
    /// <returns>All of it.</returns>
    /// <exception cref="StateFailure">There is no room.</exception>
    internal ReadOnlySpan<byte> Finish()
    {
        if (_open.Depth != 0)
        {
            throw new InvalidOperationException($"section '{_open}' is still open");
        }
        WriteUInt64(Crc64.Of(_room[.._length]));
        return _room[.._length];
    }

    /// <summary>Writes 8 bits.</summary>
    internal void WriteByte(byte value) => Reserve(sizeof(byte))[0] = value;

    /// <summary>Writes 16 bits.</summary>
    internal void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(sizeof(ushort)), value);

    /// <summary>Writes 32 bits.</summary>
    internal void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);

    /// <summary>Writes 64 bits.</summary>
    internal void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    /// <summary>Writes yes or no.</summary>
    internal void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a value of an enumeration, or flags.</summary>
    internal void WriteEnum<TEnum>(TEnum value)
        where TEnum : unmanaged, Enum => WriteUInt64(EnumNumber.Of(value));

    /// <summary>Writes how many elements follow.</summary>
    internal void WriteCount(int count) => WriteUInt64((ulong)count);

    /// <summary>Writes bytes, with their number.</summary>
    internal void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    private Span<byte> Reserve(int length)
    {
        if (length > _room.Length - _length)
        {
            throw new StateFailure(_open.Depth == 0 ? "state" : _open.ToString(), "length",
                $"it does not fit; a state has at most {_room.Length} bytes: give the machine fewer devices");
        }
        Span<byte> reserved = _room.Slice(_length, length);
        _length += length;
        return reserved;
    }
}
