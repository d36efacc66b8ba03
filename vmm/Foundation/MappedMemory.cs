using System.Buffers;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// Memory outside the garbage-collected heap, so that neither clients nor a saved state can exhaust the heap's hard limit. Only written pages take
/// memory.
/// </summary>
internal sealed unsafe class MappedMemory : MemoryManager<byte>
{
    private readonly Mapping _mapping;

    private MappedMemory(Mapping mapping) => _mapping = mapping;

    /// <param name="length">Bytes to map.</param>
    /// <returns>The memory; null when the host refuses.</returns>
    internal static MappedMemory? TryCreate(int length)
    {
        SystemError? error =
            Mapping.TryAnonymous((nuint)length, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping);
        return error is null ? new MappedMemory(mapping!) : null;
    }

    /// <summary>Returns the written pages to the host; the memory reads as zero afterwards.</summary>
    internal void Forget() => _ = _mapping.Advise(MemoryAdvice.MADV_DONTNEED);

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
