using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>
/// A copy-on-write region of a file. Discarded pages are replaced with zero pages, since the file would show its old bytes again; each such piece is
/// a separate memory area (VMA), whose number the kernel limits.
/// </summary>
internal sealed class PrivateFileMapping : RegionMapping
{
    // A quarter of the process's limit vm.max_map_count, 65,530: without free areas no thread gets a stack, and the monitor would end.
    private const int MostEdges = 16 << 10;

    // The pages that are no longer the file's.
    private readonly PageBitmap _replaced;
    private int _edges;

    private PrivateFileMapping(Mapping range, PageBitmap replaced)
        : base(range) => _replaced = replaced;

    /// <param name="file">The file, open for reading; long enough.</param>
    /// <param name="fileOffset">Offset in the file, in bytes; whole pages.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    internal static SystemError? TryCreate(Descriptor file, long fileOffset, nuint length, out PrivateFileMapping? mapping)
    {
        mapping = null;
        if (PageBitmap.TryCreate(length, out PageBitmap? replaced) is { } error)
        {
            return error;
        }
        if (TryMapFile(MappingFlags.MAP_PRIVATE | MappingFlags.MAP_NORESERVE, file, fileOffset, length, out Mapping? range) is { } refusal)
        {
            replaced!.Dispose();
            return refusal;
        }
        mapping = new PrivateFileMapping(range!, replaced!);
        return null;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// ENOMEM when there are too many pieces; pages adjacent to a discarded piece extend it and can always be discarded. Pages that were replaced before
    /// are anonymous, and go back like those.
    /// </remarks>
    internal override Errno Discard(nuint offset, nuint length)
    {
        ulong first = offset / PageBitmap.PageLength;
        ulong end = first + (length / PageBitmap.PageLength);
        if (_replaced.AreSet(first, end - first))
        {
            return Advise(MemoryAdvice.MADV_DONTNEED, offset, length);
        }
        int edges = _edges - EdgesWithin(first, end) + EdgesAfter(first, end);
        if (edges > MostEdges && edges > _edges)
        {
            return Errno.ENOMEM;
        }
        Errno error = PutZeros(offset, length);
        if (error.Number != 0)
        {
            return error;
        }
        _replaced.Set(first, end - first);
        _edges = edges;
        // They may hold guest data; and VMAs merge with their neighbors only if the advice is the same.
        return Advise(MemoryAdvice.MADV_DONTDUMP, offset, length);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _replaced.Dispose();
    }

    // Counts the boundaries between file pages and replaced pages, from the page before the first to the page at the end.
    private int EdgesWithin(ulong first, ulong end)
    {
        int edges = 0;
        bool before = IsReplaced(first - 1);
        for (ulong page = first; page <= end; page++)
        {
            bool isReplaced = IsReplaced(page);
            edges += isReplaced == before ? 0 : 1;
            before = isReplaced;
        }
        return edges;
    }

    private int EdgesAfter(ulong first, ulong end) => (IsReplaced(first - 1) ? 0 : 1) + (IsReplaced(end) ? 0 : 1);

    // Pages outside the region never are.
    private bool IsReplaced(ulong page) => page < _replaced.Count && _replaced.IsSet(page);
}
