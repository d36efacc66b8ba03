using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Vmm.State;

/// <summary>Writes a state into memory that the caller owns. Allocates nothing except on failure.</summary>
internal ref struct StateWriter
{
    private readonly Span<byte> _room;
    private OpenSections _open;
    private int _length;

    /// <summary>Starts a state with its header.</summary>
    /// <param name="room">Receives the state; outside the garbage-collected heap, since it can have <see cref="StateFormat.Longest"/> bytes.</param>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    internal StateWriter(Span<byte> room)
    {
        _room = room;
        WriteUInt64(StateFormat.Magic);
        WriteUInt16(StateFormat.Major);
        WriteUInt16(StateFormat.Minor);
    }

    /// <summary>Opens a section, nested in the innermost open one.</summary>
    /// <param name="name">Printable ASCII, not empty, at most <see cref="StateFormat.LongestName"/> characters.</param>
    /// <param name="version">Version of the section's content, from 1.</param>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    internal void Begin(string name, ushort version)
    {
        if (!SectionName.IsSound(name))
        {
            throw new ArgumentException($"'{name}' is not a valid section name", nameof(name));
        }
        WriteByte((byte)name.Length);
        Encoding.ASCII.GetBytes(name, Reserve(name.Length));
        WriteUInt16(version);
        _open.Push(name, _length);
        WriteUInt64(0);
    }

    /// <summary>Closes the innermost section.</summary>
    internal void End()
    {
        int start = _open.Pop();
        BinaryPrimitives.WriteUInt64LittleEndian(_room[start..], (ulong)(_length - start - sizeof(ulong)));
    }

    /// <summary>Appends the checksum and returns the state.</summary>
    /// <exception cref="StateFailure">The buffer is full.</exception>
    internal ReadOnlySpan<byte> Finish()
    {
        if (_open.Depth != 0)
        {
            throw new InvalidOperationException($"section '{_open}' is still open");
        }
        WriteUInt64(Crc64.Of(_room[.._length]));
        return _room[.._length];
    }

    internal void WriteByte(byte value) => Reserve(sizeof(byte))[0] = value;

    internal void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(sizeof(ushort)), value);

    internal void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);

    internal void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    internal void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a value of an enumeration, or a set of flags.</summary>
    internal void WriteEnum<TEnum>(TEnum value)
        where TEnum : unmanaged, Enum => WriteUInt64(EnumNumber.Of(value));

    /// <summary>Writes the number of elements that follow.</summary>
    internal void WriteCount(int count) => WriteUInt64((ulong)count);

    /// <summary>Writes bytes with their length.</summary>
    internal void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        bytes.CopyTo(Reserve(bytes.Length));
    }

    /// <summary>Writes text in UTF-8 with its length in bytes.</summary>
    internal void WriteText(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        WriteCount(length);
        Encoding.UTF8.GetBytes(text, Reserve(length));
    }

    /// <summary>Writes text that may be missing.</summary>
    internal void WriteOptionalText(string? text)
    {
        WriteBoolean(text is not null);
        if (text is not null)
        {
            WriteText(text);
        }
    }

    /// <summary>Writes a kernel structure in its layout in memory, with its length.</summary>
    internal void WriteStructure<T>(in T structure)
        where T : unmanaged => WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in structure)));

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
