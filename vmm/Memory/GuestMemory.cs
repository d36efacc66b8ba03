using System.Runtime.CompilerServices;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>
/// The guest's RAM, reached only by guest-physical addresses that are checked on every access. Nothing here throws or allocates: an
/// address that a guest chose is answered, not trusted.
/// </summary>
internal sealed unsafe class GuestMemory : IDisposable
{
    // The length of a huge page, and the boundary on which every region starts so that the kernel can use them.
    private const nuint HugePageLength = 2 << 20;

    private readonly GuestRegion[] _regions;
    private readonly Mapping[] _mappings;
    private readonly nuint[] _starts;

    private GuestMemory(GuestRegion[] regions, Mapping[] mappings)
    {
        _regions = regions;
        _mappings = mappings;
        _starts = Array.ConvertAll(mappings, mapping => ((nuint)mapping.Address + HugePageLength - 1) & ~(HugePageLength - 1));
    }

    /// <summary>The ranges that the guest has, ascending.</summary>
    internal ReadOnlySpan<GuestRegion> Regions => _regions;

    /// <summary>Bytes of RAM in all.</summary>
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

    /// <summary>
    /// Maps RAM: zero pages that take no space until they are used, left out of core dumps, never merged with other processes'.
    /// </summary>
    /// <param name="length">Bytes in all.</param>
    /// <param name="pages">What pages the host gives.</param>
    /// <param name="memory">The memory.</param>
    /// <returns>Null, or why the host does not give it.</returns>
    internal static SystemError? TryCreate(ulong length, HugePages pages, out GuestMemory? memory)
    {
        GuestRegion[] regions = GuestLayout.Split(length);
        List<Mapping> mappings = new(regions.Length);
        foreach (GuestRegion region in regions)
        {
            if (TryMap(region, pages, out Mapping? mapping) is { } error)
            {
                mappings.ForEach(made => made.Dispose());
                memory = null;
                return error;
            }
            mappings.Add(mapping!);
        }
        memory = new GuestMemory(regions, [.. mappings]);
        return null;
    }

    /// <summary>Where this process has a region.</summary>
    /// <param name="index">The region's place in <see cref="Regions"/>.</param>
    internal byte* HostAddressOf(int index) => (byte*)_starts[index];

    /// <summary>Finds a range of RAM. The pointer must not be kept across a device reset.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="length">Its length in bytes; any number.</param>
    /// <param name="start">Its first byte in this process.</param>
    /// <returns>False when not all of it lies in one region.</returns>
    internal bool TryFind(GuestAddress address, ulong length, out byte* start)
    {
        for (int index = 0; index < _regions.Length; index++)
        {
            if (_regions[index].Contains(address.Value, length))
            {
                start = HostAddressOf(index) + (address.Value - _regions[index].Start);
                return true;
            }
        }
        start = null;
        return false;
    }

    /// <summary>Finds a range of RAM. The span must not be kept across a device reset.</summary>
    /// <param name="address">Its first address.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="span">The range.</param>
    /// <returns>False when not all of it lies in one region.</returns>
    internal bool TryGetSpan(GuestAddress address, int length, out Span<byte> span)
    {
        byte* start = null;
        bool found = length >= 0 && TryFind(address, (ulong)length, out start);
        span = found ? new Span<byte>(start, length) : default;
        return found;
    }

    /// <summary>Copies bytes into RAM.</summary>
    /// <param name="address">Where they go.</param>
    /// <param name="source">The bytes.</param>
    /// <returns>False when they do not fit; then nothing was written.</returns>
    internal bool TryWrite(GuestAddress address, ReadOnlySpan<byte> source) =>
        TryGetSpan(address, source.Length, out Span<byte> target) && source.TryCopyTo(target);

    /// <summary>Writes a value into RAM, at any alignment.</summary>
    /// <param name="address">Where it goes.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when it does not fit; then nothing was written.</returns>
    internal bool TryWrite<T>(GuestAddress address, in T value)
        where T : unmanaged
    {
        if (!TryGetSpan(address, sizeof(T), out Span<byte> target))
        {
            return false;
        }
        Unsafe.WriteUnaligned(ref target[0], value);
        return true;
    }

    /// <summary>Reads a value from RAM, at any alignment.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when not all of it is RAM.</returns>
    internal bool TryRead<T>(GuestAddress address, out T value)
        where T : unmanaged
    {
        if (!TryGetSpan(address, sizeof(T), out Span<byte> source))
        {
            value = default;
            return false;
        }
        value = Unsafe.ReadUnaligned<T>(ref source[0]);
        return true;
    }

    /// <summary>Unmaps all of it.</summary>
    public void Dispose() => Array.ForEach(_mappings, mapping => mapping.Dispose());

    private static SystemError? TryMap(GuestRegion region, HugePages pages, out Mapping? mapping)
    {
        // Ordinary pages are mapped a huge page longer than the region: its start can then be moved to a boundary, and address space that is
        // never touched costs nothing. Those of the reserve are set aside now: a guest that finds none later would end by SIGBUS.
        (MappingFlags flags, nuint slack) = pages == HugePages.Reserved
            ? (MappingFlags.MAP_HUGETLB | MappingFlags.MAP_HUGE_2MB, (nuint)0)
            : (MappingFlags.MAP_NORESERVE, HugePageLength);
        SystemError? error =
            Mapping.TryAnonymous(checked((nuint)region.Length + slack), Protection.PROT_READ | Protection.PROT_WRITE, flags, out mapping);
        if (error is not null)
        {
            return error;
        }
        error = mapping!.Advise(MemoryAdvice.MADV_DONTDUMP)
            ?? IgnoreAbsence(mapping.Advise(MemoryAdvice.MADV_UNMERGEABLE))
            ?? (pages == HugePages.Transparent ? mapping.Advise(MemoryAdvice.MADV_HUGEPAGE) : null);
        if (error is not null)
        {
            mapping.Dispose();
        }
        return error;
    }

    // A kernel without page merging does not know the advice, and does not merge.
    private static SystemError? IgnoreAbsence(SystemError? error) => error is { } failure && failure.Errno == Errno.EINVAL ? null : error;
}
