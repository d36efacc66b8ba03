using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>A region of guest RAM in this process, and how its pages are returned to the host; one subclass per kind of backing.</summary>
internal abstract unsafe class RegionMapping : IDisposable
{
    /// <summary>Protection of guest RAM; this process never executes it.</summary>
    protected const Protection ReadAndWrite = Protection.PROT_READ | Protection.PROT_WRITE;

    /// <summary>Bytes of a huge page; every region is aligned to it so that the kernel can use huge pages.</summary>
    protected const nuint HugePageLength = 2 << 20;

    private readonly Mapping _range;
    private readonly nuint _lead;

    /// <summary>Takes ownership of a range of address space.</summary>
    /// <param name="range">Disposed with this object; aligned, or at least <see cref="HugePageLength"/> longer than the region.</param>
    protected RegionMapping(Mapping range)
    {
        _range = range;
        _lead = LeadOf(range);
    }

    /// <summary>Address of the region's first byte.</summary>
    internal byte* Start => _range.Address + _lead;

    /// <summary>Granularity of <see cref="Discard"/>, in bytes.</summary>
    internal virtual nuint PageLength => PageBitmap.PageLength;

    /// <summary>Whether a page that the host does not hold is zero, as long as the host has no swap space.</summary>
    internal virtual bool IsAbsentZero => false;

    /// <summary>Returns pages to the host. They read as zero afterwards, whatever they held. Never throws.</summary>
    /// <param name="offset">Offset in the region; a multiple of <see cref="PageLength"/>.</param>
    /// <param name="length">Bytes within the region; a multiple of the same length, at least one page.</param>
    /// <returns>0 on success; otherwise the pages may hold their old content.</returns>
    internal abstract Errno Discard(nuint offset, nuint length);

    /// <summary>Has the kernel use huge pages where it can.</summary>
    /// <param name="length">Bytes of the region.</param>
    /// <returns>Null on success; otherwise this kernel has no huge pages.</returns>
    internal SystemError? PreferHugePages(nuint length) => _range.Advise(MemoryAdvice.MADV_HUGEPAGE, _lead, length);

    public virtual void Dispose() => _range.Dispose();

    /// <summary>Maps zero pages with room to align a region; address space that is never touched costs nothing.</summary>
    /// <param name="length">Bytes of the region.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    protected static SystemError? TryReserve(nuint length, Protection protection, out Mapping? range) =>
        Mapping.TryAnonymous(checked(length + HugePageLength), protection, MappingFlags.MAP_NORESERVE, out range);

    /// <summary>Maps a part of a file at the aligned start of a new range of address space, and excludes it from core dumps.</summary>
    /// <param name="file">The file; long enough.</param>
    /// <param name="fileOffset">Offset in the file, in bytes.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    protected static SystemError? TryMapFile(MappingFlags flags, Descriptor file, long fileOffset, nuint length, out Mapping? range)
    {
        if (TryReserve(length, Protection.PROT_NONE, out range) is { } error)
        {
            return error;
        }
        return Keep(ref range, range!.TryOverlay(LeadOf(range), length, ReadAndWrite, flags, file, fileOffset) ?? Seclude(range));
    }

    /// <summary>Excludes a range from core dumps and from page merging with other processes (KSM).</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    protected static SystemError? Seclude(Mapping range) =>
        range.Advise(MemoryAdvice.MADV_DONTDUMP) ?? IgnoreAbsence(range.Advise(MemoryAdvice.MADV_UNMERGEABLE));

    /// <summary>Unmaps a range if a later step failed.</summary>
    /// <param name="range">The range; set to null on an error.</param>
    /// <param name="error">The result of the steps.</param>
    protected static SystemError? Keep(ref Mapping? range, SystemError? error)
    {
        if (error is not null)
        {
            range!.Dispose();
            range = null;
        }
        return error;
    }

    /// <summary>Advises the kernel about pages of the region.</summary>
    /// <param name="offset">Offset in the region; whole pages.</param>
    /// <returns>0 on success, otherwise the kernel's error.</returns>
    protected Errno Advise(MemoryAdvice advice, nuint offset, nuint length) => _range.Advise(advice, _lead + offset, length)?.Errno ?? default;

    /// <summary>Replaces pages of the region with anonymous zero pages.</summary>
    /// <param name="offset">Offset in the region; whole pages.</param>
    /// <returns>0 on success, otherwise the kernel's error.</returns>
    protected Errno PutZeros(nuint offset, nuint length) =>
        _range.TryOverlayZeros(_lead + offset, length, ReadAndWrite, MappingFlags.MAP_NORESERVE)?.Errno ?? default;

    private static nuint LeadOf(Mapping range) => (nuint)(-(nint)range.Address) & (HugePageLength - 1);

    // A kernel without page merging rejects the advice, and does not merge.
    private static SystemError? IgnoreAbsence(SystemError? error) => error is { } failure && failure.Errno == Errno.EINVAL ? null : error;
}
