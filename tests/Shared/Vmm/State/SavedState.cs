using System.Buffers.Binary;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

internal static class SavedState
{
    // Of each thread; longer than any subject's.
    [ThreadStatic]
    private static MappedMemory? _memory;

    internal static ReadOnlySpan<byte> Of(IStateSubject subject)
    {
        _memory ??= MappedMemory.TryCreate(1 << 16) ?? throw new InvalidOperationException("no memory");
        StateWriter state = new(_memory.GetSpan());
        subject.Save(ref state);
        return state.Finish();
    }

    /// <exception cref="StateFailure"/>
    internal static void Load(IStateSubject subject, ReadOnlySpan<byte> bytes)
    {
        StateReader state = new(bytes);
        subject.Load(ref state);
        state.Finish();
    }

    /// <summary>Writes the checksum that belongs there over the last bytes.</summary>
    internal static void Seal(Span<byte> bytes)
    {
        if (bytes.Length >= StateFormat.ChecksumLength)
        {
            int end = bytes.Length - StateFormat.ChecksumLength;
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[end..], Crc64.Of(bytes[..end]));
        }
    }
}
