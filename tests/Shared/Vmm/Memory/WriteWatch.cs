using Kiln.Vmm.Memory;

namespace Kiln.Testing.Vmm.Memory;

/// <summary>
/// Compares all of guest memory before and after some work with the marks of <see cref="DirtyPages"/>: finds unmarked writes, and marks of
/// pages that nobody had a reason to write.
/// </summary>
/// <param name="memory">The memory, whose dirty pages are tracked.</param>
internal sealed unsafe class WriteWatch(GuestMemory memory)
{
    private const int PageLength = PageBitmap.PageLength;

    private readonly List<byte[]> _before = [];

    /// <summary>Begins: takes a copy of memory and clears all marks.</summary>
    internal void Begin()
    {
        _before.Clear();
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            _before.Add(Bytes(index).ToArray());
        }
        memory.Dirty!.Clear();
    }

    /// <summary>What is wrong with the marks, or null.</summary>
    /// <param name="reasons">The ranges that may legitimately have been written.</param>
    internal string? Fault(IReadOnlyCollection<(ulong Address, ulong Length)> reasons)
    {
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            GuestRegion region = memory.Regions[index];
            PageBitmap marks = memory.Dirty!.Of(region);
            for (ulong page = 0; page < marks.Count; page++)
            {
                ulong first = region.Start + (page * PageLength);
                bool isMarked = marks.IsSet(page);
                if (!isMarked && !PageOf(Bytes(index), page).SequenceEqual(PageOf(_before[index], page)))
                {
                    return $"page 0x{first:x} was written without a mark";
                }
                if (isMarked && !Overlaps(reasons, first))
                {
                    return $"page 0x{first:x} is marked without a reason";
                }
            }
        }
        return null;
    }

    /// <summary>The bytes of a region, accessed without marking them.</summary>
    internal Span<byte> Bytes(int index) => new(memory.HostAddressOf(index), (int)memory.Regions[index].Length);

    private static Span<byte> PageOf(Span<byte> region, ulong page)
    {
        int start = (int)page * PageLength;
        return region.Slice(start, Math.Min(PageLength, region.Length - start));
    }

    private static bool Overlaps(IReadOnlyCollection<(ulong Address, ulong Length)> ranges, ulong page)
    {
        foreach ((ulong address, ulong length) in ranges)
        {
            if (address < page + PageLength && page < address + length)
            {
                return true;
            }
        }
        return false;
    }
}
