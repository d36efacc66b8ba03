using System.Buffers;
using System.Runtime.InteropServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Mmds.Data;

/// <summary>
/// The memory of one document, outside the managed heap, whose hard limit clients must not be able to reach. It lives as long as anything refers to it:
/// the store, an answer of the API, an answer that a guest has not read to its end.
/// </summary>
/// <remarks>
/// There is no finalizer, since the finalizer's thread does no work of the monitor's. Instead, memory that nobody refers to any more is unmapped when
/// new memory is needed.
/// </remarks>
internal sealed unsafe class DocumentMemory : MemoryManager<byte>
{
    // What may be mapped before the collector is asked which documents are still in use: some of the longest that default options allow, and small
    // compared to a guest.
    private const long Tolerated = 8 * 1024 * 1024;

    private static readonly object _lock = new();
    private static readonly List<(GCHandle Owner, Mapping Mapping)> _all = [];
    private static long _sinceCollection;

    private readonly Mapping _mapping;

    private DocumentMemory(Mapping mapping) => _mapping = mapping;

    /// <summary>The documents whose memory is mapped.</summary>
    internal static int Count
    {
        get
        {
            lock (_lock)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Maps memory, initially zero; only written pages take memory of the host. Thread-safe.</summary>
    /// <param name="length">Bytes to map.</param>
    /// <exception cref="VmmFailure">The host refuses.</exception>
    internal static DocumentMemory Create(int length)
    {
        lock (_lock)
        {
            _sinceCollection += length;
            if (_sinceCollection > Tolerated)
            {
                GC.Collect();
                _sinceCollection = length;
            }
            Sweep();
            SystemError? error = Mapping.TryAnonymous((nuint)length, Protection.PROT_READ | Protection.PROT_WRITE, default, out Mapping? mapping);
            if (error is not null)
            {
                throw new VmmFailure("The host has no memory for the metadata; try again");
            }
            DocumentMemory memory = new(mapping!);
            _all.Add((GCHandle.Alloc(memory, GCHandleType.Weak), mapping!));
            return memory;
        }
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => new(_mapping.Address, (int)_mapping.Length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_mapping.Address + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private static void Sweep()
    {
        for (int index = _all.Count - 1; index >= 0; index--)
        {
            (GCHandle owner, Mapping mapping) = _all[index];
            if (owner.Target is null)
            {
                owner.Free();
                mapping.Dispose();
                _all.RemoveAt(index);
            }
        }
    }
}
