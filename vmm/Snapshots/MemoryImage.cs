using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Snapshots;

/// <summary>
/// Writes guest RAM to a file, region after region, with holes for pages that are zero. The machine is paused; nothing is copied or allocated, and pages
/// that were never touched stay untouched. The vmm thread owns it.
/// </summary>
internal static unsafe class MemoryImage
{
    // Pages that one mincore call reports and, where none is zero, one write takes: 1 MiB, long enough that the calls' own time does not count.
    private const int PagesAtOnce = 256;

    /// <summary>Writes all of RAM at its offset in the file, which is empty and as long as RAM.</summary>
    /// <returns>Null on success, otherwise why the file cannot be written.</returns>
    internal static SystemError? TryWrite(GuestMemory memory, Descriptor file)
    {
        bool hasSwap = HostMemory.HasSwap;
        long offset = 0;
        for (int index = 0; index < memory.Regions.Length; index++)
        {
            long length = (long)memory.Regions[index].Length;
            bool skipsAbsent = !hasSwap && memory.IsAbsentZero(index);
            if (TryWriteRegion(memory.HostAddressOf(index), length, skipsAbsent, file, offset) is { } error)
            {
                return error;
            }
            offset += length;
        }
        return null;
    }

    private static SystemError? TryWriteRegion(byte* start, long length, bool skipsAbsent, Descriptor file, long offset)
    {
        Span<byte> resident = stackalloc byte[PagesAtOnce];
        for (long done = 0; done < length;)
        {
            int pages = (int)Math.Min(PagesAtOnce, (length - done) / ResidentPages.PageLength);
            Span<byte> kept = resident[..pages];
            kept.Fill(1);
            if (skipsAbsent && ResidentPages.TryFind(start + done, kept) is { } fault)
            {
                return fault;
            }
            if (TryWritePages(start + done, kept, file, offset + done) is { } error)
            {
                return error;
            }
            done += (long)pages * ResidentPages.PageLength;
        }
        return null;
    }

    // Writes runs of pages that have content.
    private static SystemError? TryWritePages(byte* start, ReadOnlySpan<byte> resident, Descriptor file, long offset)
    {
        for (int page = 0; page < resident.Length;)
        {
            int end = page;
            while (end < resident.Length && HasContent(start, end, resident))
            {
                end++;
            }
            int run = end - page;
            if (run > 0 && TryWriteAll(new ReadOnlySpan<byte>(start + (page * ResidentPages.PageLength), run * ResidentPages.PageLength), file,
                offset + (page * ResidentPages.PageLength)) is { } error)
            {
                return error;
            }
            page = end + 1;
        }
        return null;
    }

    private static bool HasContent(byte* start, int page, ReadOnlySpan<byte> resident) =>
        (resident[page] & 1) != 0
        && new ReadOnlySpan<byte>(start + (page * ResidentPages.PageLength), ResidentPages.PageLength).ContainsAnyExcept((byte)0);

    /// <summary>Writes bytes at an offset in a file, however many calls that takes.</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    internal static SystemError? TryWriteAll(ReadOnlySpan<byte> bytes, Descriptor file, long offset)
    {
        while (!bytes.IsEmpty)
        {
            IoResult written = file.WriteAt(bytes, offset);
            if (written.Failed)
            {
                return new SystemError(written.Errno, "pwrite");
            }
            bytes = bytes[written.Count..];
            offset += written.Count;
        }
        return null;
    }
}
