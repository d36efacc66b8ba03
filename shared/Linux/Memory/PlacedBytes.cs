using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Linux.Memory;

/// <summary>Bytes outside the managed heap, which therefore never move, as memory that any reader of bytes takes. They are never freed.</summary>
public sealed unsafe class PlacedBytes : MemoryManager<byte>
{
    private readonly byte* _start;
    private readonly int _length;

    private PlacedBytes(byte* start, int length)
    {
        _start = start;
        _length = length;
    }

    /// <summary>The bytes of a <c>u8</c> literal or of another constant of the program's, in place.</summary>
    public static ReadOnlyMemory<byte> OfConstant(ReadOnlySpan<byte> constant) =>
        new PlacedBytes((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(constant)), constant.Length).Memory;

    /// <summary>The bytes of a mapping, in place.</summary>
    /// <param name="mapping">Must stay mapped for as long as the bytes are used.</param>
    /// <param name="length">Bytes from its start.</param>
    public static ReadOnlyMemory<byte> OfMapping(Mapping mapping, int length) => new PlacedBytes(mapping.Address, length).Memory;

    /// <summary>A copy of bytes.</summary>
    public static ReadOnlyMemory<byte> CopyOf(ReadOnlySpan<byte> bytes)
    {
        PlacedBytes copy = new((byte*)NativeMemory.Alloc((nuint)bytes.Length), bytes.Length);
        bytes.CopyTo(copy.GetSpan());
        return copy.Memory;
    }

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
