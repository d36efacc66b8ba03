using System.Runtime.CompilerServices;
using System.Threading;

namespace Kiln.Vmm.Memory;

/// <summary>
/// The guest's RAM, accessed by guest-physical addresses that are checked on every access. Nothing here throws or allocates, since addresses may
/// come from the guest. Any thread may look up addresses, even while a region is added.
/// </summary>
/// <remarks>
/// Every write of the monitor's is recorded by <see cref="MarkWritten"/>. The methods of this class call it themselves; code that writes through a
/// pointer of <see cref="TryFind"/>, or has the kernel do so, must call it.
/// </remarks>
internal sealed unsafe partial class GuestMemory
{
    private readonly DirtyPages? _dirty;

    // Ascending, and replaced as a whole: a lookup sees a region completely or not at all.
    private Place[] _places = [];

    /// <summary>The pages that the monitor has written; null without dirty tracking.</summary>
    internal DirtyPages? Dirty => _dirty;

    /// <summary>Finds a range of RAM for reading. Do not keep the pointer across a device reset.</summary>
    /// <param name="length">Bytes of the range; untrusted.</param>
    /// <param name="start">Address of the first byte in this process.</param>
    /// <returns>False when the range is not within one region.</returns>
    internal bool TryFind(GuestAddress address, ulong length, out byte* start)
    {
        foreach (ref readonly Place place in Volatile.Read(ref _places).AsSpan())
        {
            if (place.Region.Contains(address.Value, length))
            {
                start = place.Start + (address.Value - place.Region.Start);
                return true;
            }
        }
        start = null;
        return false;
    }

    /// <summary>Records that the monitor or the kernel, rather than the guest, writes a range of RAM.</summary>
    /// <param name="length">Bytes of the range, which is within one region.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MarkWritten(GuestAddress address, ulong length) => _dirty?.Mark(address, length);

    /// <summary>Finds a range of RAM for writing and marks all of it as written. Do not keep the span across a device reset.</summary>
    /// <param name="length">Bytes of the range.</param>
    /// <returns>False when the range is not within one region.</returns>
    internal bool TryGetSpan(GuestAddress address, int length, out Span<byte> span)
    {
        byte* start = null;
        if (length < 0 || !TryFind(address, (ulong)length, out start))
        {
            span = default;
            return false;
        }
        span = new Span<byte>(start, length);
        MarkWritten(address, (ulong)length);
        return true;
    }

    /// <summary>Copies bytes into RAM.</summary>
    /// <returns>False when the bytes do not fit; nothing was written then.</returns>
    internal bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source) =>
        TryGetSpan(address, source.Length, out Span<byte> target) && source.TryCopyTo(target);

    /// <summary>Writes a value into RAM, at any alignment.</summary>
    /// <returns>False when the value does not fit; nothing was written then.</returns>
    internal bool TryWrite<T>(GuestAddress address, in T value)
        where T : unmanaged
    {
        if (!TryFind(address, (ulong)sizeof(T), out byte* target))
        {
            return false;
        }
        Unsafe.WriteUnaligned(target, value);
        MarkWritten(address, (ulong)sizeof(T));
        return true;
    }

    /// <summary>Reads a value from RAM, at any alignment.</summary>
    /// <returns>False when the value is not within RAM.</returns>
    internal bool TryRead<T>(GuestAddress address, out T value)
        where T : unmanaged
    {
        if (!TryFind(address, (ulong)sizeof(T), out byte* source))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<T>(source);
        return true;
    }

    // The data that a lookup needs, side by side.
    private readonly struct Place(GuestRegion region, RegionMapping mapping)
    {
        internal GuestRegion Region { get; } = region;

        internal byte* Start { get; } = mapping.Start;

        internal RegionMapping Mapping { get; } = mapping;
    }
}
