using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>A region of anonymous zero pages.</summary>
internal sealed class AnonymousMapping : RegionMapping
{
    private readonly HugePages _pages;

    private AnonymousMapping(Mapping range, HugePages pages)
        : base(range) => _pages = pages;

    /// <inheritdoc/>
    /// <remarks>
    /// Pages of the hugetlb pool can only be returned whole; transparent huge pages can be returned in part. Linux before 5.18 returns no hugetlb
    /// pages at all: EINVAL.
    /// </remarks>
    internal override nuint PageLength => _pages == HugePages.Reserved ? HugePageLength : PageBitmap.PageLength;

    /// <inheritdoc/>
    internal override bool IsAbsentZero => true;

    /// <param name="pages">The kind of pages to use.</param>
    /// <returns>Null on success, otherwise why the host refuses.</returns>
    internal static SystemError? TryCreate(nuint length, HugePages pages, out AnonymousMapping? mapping)
    {
        // Without MAP_NORESERVE, so that the pool's pages are reserved now: a guest that finds none later would be killed by SIGBUS.
        SystemError? error = pages == HugePages.Reserved
            ? Mapping.TryAnonymous(length, ReadAndWrite, MappingFlags.MAP_HUGETLB | MappingFlags.MAP_HUGE_2MB, out Mapping? range)
            : TryReserve(length, ReadAndWrite, out range);
        error ??= Keep(ref range, Seclude(range!) ?? (pages == HugePages.Transparent ? range!.Advise(MemoryAdvice.MADV_HUGEPAGE) : null));
        mapping = error is null ? new AnonymousMapping(range!, pages) : null;
        return error;
    }

    /// <inheritdoc/>
    internal override Errno Discard(nuint offset, nuint length) => Advise(MemoryAdvice.MADV_DONTNEED, offset, length);
}
