using Kiln.Vmm.Memory;

namespace Kiln.Testing.Vmm.State;

/// <summary>A guest's memory, so small that it is copied in no time.</summary>
internal sealed class SmallMemory : IDisposable
{
    internal const int Length = 0x8000;

    internal GuestMemory Guest { get; } = GuestMemory.TryCreate(Length, HugePages.None, out GuestMemory? memory) is null
        ? memory!
        : throw new InvalidOperationException("no memory");

    internal Span<byte> Bytes => Guest.TryGetSpan(new GuestAddress(0), Length, out Span<byte> span) ? span : throw new InvalidOperationException("no memory");

    public void Dispose() => Guest.Dispose();
}
