using System.Threading;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Memory;

/// The regions and their backings. On the vmm thread.
internal sealed unsafe partial class GuestMemory : IDisposable
{
    private GuestRegion[] _regions = [];

    private GuestMemory(DirtyPages? dirty) => _dirty = dirty;

    /// <summary>The regions of RAM, ascending by address.</summary>
    internal ReadOnlySpan<GuestRegion> Regions => _regions;

    /// <summary>Bytes of RAM in total.</summary>
    internal ulong Length
    {
        get
        {
            ulong sum = 0;
            foreach (GuestRegion region in _regions)
            {
                sum += region.Length;
            }
            return sum;
        }
    }

    /// <summary>Maps RAM of zero pages, without dirty tracking.</summary>
    /// <param name="length">Bytes of RAM in total, at least one.</param>
    /// <param name="pages">The kind of pages to use.</param>
    /// <returns>Null on success, otherwise why the host refuses.</returns>
    internal static SystemError? TryCreate(ulong length, HugePages pages, out GuestMemory? memory) =>
        TryCreate(length, new AnonymousBacking(pages), null, out memory);

    /// <summary>Maps RAM around the device windows; excluded from core dumps and from page merging (KSM).</summary>
    /// <param name="length">Bytes of RAM in total, at least one.</param>
    /// <param name="backing">Provides the pages.</param>
    /// <param name="dirty">Records the monitor's writes, and is disposed with the memory; null for no tracking.</param>
    /// <returns>Null on success, otherwise why the host refuses.</returns>
    internal static SystemError? TryCreate(ulong length, IMemoryBacking backing, DirtyPages? dirty, out GuestMemory? memory)
    {
        memory = new GuestMemory(dirty);
        ulong offset = 0;
        foreach (GuestRegion region in GuestLayout.Split(length))
        {
            if (memory.TryAdd(region, backing, offset) is { } error)
            {
                memory.Dispose();
                memory = null;
                return error;
            }
            offset += region.Length;
        }
        return null;
    }

    /// <summary>Maps another region and publishes it to lookups. Devices may be active; pointers that they hold stay valid.</summary>
    /// <param name="region">The guest-physical range.</param>
    /// <param name="backing">Provides the pages.</param>
    /// <param name="offset">Offset of the region in the backing, in bytes.</param>
    /// <returns>Null on success, otherwise why not; nothing has changed then.</returns>
    internal SystemError? TryAdd(GuestRegion region, IMemoryBacking backing, ulong offset)
    {
        if (region.Length == 0 || region.End < region.Start || Array.Exists(_regions, other => region.Start < other.End && other.Start < region.End))
        {
            return new SystemError(Errno.EINVAL, "mmap", $"guest memory at 0x{region.Start:x}, which is empty, wraps around or overlaps other memory");
        }
        if (backing.TryMap(offset, region.Length, out RegionMapping? mapping) is { } error)
        {
            return error;
        }
        // Before publishing: whoever finds the region may write it.
        if (_dirty?.TryAdd(region) is { } refusal)
        {
            mapping!.Dispose();
            return refusal;
        }
        Place[] places = [.. _places, new Place(region, mapping!)];
        Array.Sort(places, (one, other) => one.Region.Start.CompareTo(other.Region.Start));
        _regions = Array.ConvertAll(places, place => place.Region);
        Volatile.Write(ref _places, places);
        return null;
    }

    /// <summary>Address of a region in this process.</summary>
    /// <param name="index">The region's index in <see cref="Regions"/>.</param>
    internal byte* HostAddressOf(int index) => _places[index].Start;

    /// <summary>Whether a page of a region that the host does not hold is zero, as long as the host has no swap space.</summary>
    /// <param name="index">The region's index in <see cref="Regions"/>.</param>
    internal bool IsAbsentZero(int index) => _places[index].Mapping.IsAbsentZero;

    /// <summary>
    /// Returns the whole pages within a range to the host. They read as zero afterwards, and count as written. The guest may be running; no device
    /// may have a request in flight there whose data matters. Never throws or allocates.
    /// </summary>
    /// <param name="address">Guest-physical address of the range; untrusted.</param>
    /// <param name="length">Bytes of the range; untrusted. Partial pages at its ends are left alone.</param>
    /// <param name="returned">Bytes that went back: none after an error.</param>
    /// <returns>
    /// 0 on success. EFAULT when the range is not within one region; nothing has changed then. Otherwise the kernel's error, and the pages may hold
    /// their old content.
    /// </returns>
    internal Errno Discard(GuestAddress address, ulong length, out ulong returned)
    {
        returned = 0;
        foreach (ref readonly Place place in _places.AsSpan())
        {
            if (place.Region.Contains(address.Value, length))
            {
                ulong offset = address.Value - place.Region.Start;
                ulong page = place.Mapping.PageLength;
                ulong first = (offset + page - 1) / page * page;
                ulong end = (offset + length) / page * page;
                if (first >= end)
                {
                    return default;
                }
                Errno error = Discard(place, first, end - first);
                returned = error.Number == 0 ? end - first : 0;
                return error;
            }
        }
        return Errno.EFAULT;
    }

    public void Dispose()
    {
        foreach (Place place in _places)
        {
            place.Mapping.Dispose();
        }
        _dirty?.Dispose();
    }

    private Errno Discard(in Place place, ulong offset, ulong length)
    {
        Errno error = place.Mapping.Discard((nuint)offset, (nuint)length);
        // Even after an error: the kernel may have discarded some of the pages.
        MarkWritten(new GuestAddress(place.Region.Start + offset), length);
        return error;
    }
}
