using System.Buffers;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Foundation;

/// <summary>Memory outside the collected heap, whose hard limit neither clients nor a saved state must reach. Of its length only what was written is really there.</summary>
internal sealed unsafe class MappedMemory : MemoryManager<byte>
{
    private readonly Mapping _mapping;

    private MappedMemory(Mapping mapping) => _mapping = mapping;

    /// <summary>Maps some.</summary>
    /// <param name="length">Its length, in bytes.</param>
    /// <returns>It; null when the host has none.</returns>
    internal static MappedMemory? TryCreate(int length)
    {
        SystemError? error =
            Mapping.TryAnonymous((nuint)length, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping);
        return error is null ? new MappedMemory(mapping!) : null;
    }

    /// <summary>Gives what was written back to the host.</summary>
    internal void Forget() => _ = _mapping.Advise(MemoryAdvice.MADV_DONTNEED);

    /// <summary>Gives the memory back for good.</summary>
    internal void Unmap() => _mapping.Dispose();

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_mapping.Address, (int)_mapping.Length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_mapping.Address + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Unmap();
}
