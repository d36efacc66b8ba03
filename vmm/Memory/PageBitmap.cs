using System.Threading;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;

namespace Kiln.Vmm.Memory;

/// <summary>One bit per page of a region, in memory outside the garbage-collected heap.</summary>
internal sealed unsafe class PageBitmap : IDisposable
{
    /// <summary>Bytes of a page: KVM logs dirty pages at this granularity, whatever pages the host uses.</summary>
    internal const int PageLength = 4096;

    // Bits per word.
    private const int WordLength = 64;

    private readonly Mapping _words;

    private PageBitmap(Mapping words, ulong count)
    {
        _words = words;
        Count = count;
    }

    internal ulong Count { get; }

    /// <summary>The bits, 64 pages per word and lowest bit first, as KVM_GET_DIRTY_LOG returns them. Bits past the last page are 0.</summary>
    internal ReadOnlySpan<ulong> Words => new(_words.Address, WordCount(Count));

    /// <summary>Creates a bitmap of zeros.</summary>
    /// <param name="length">Bytes of the region, at least one; a partial page counts as a page.</param>
    /// <param name="bitmap">The bitmap; parts of it without a set bit take no memory.</param>
    /// <returns>Null on success, otherwise why the host refuses.</returns>
    internal static SystemError? TryCreate(ulong length, out PageBitmap? bitmap)
    {
        ulong count = ((length - 1) / PageLength) + 1;
        SystemError? error = Mapping.TryAnonymous(
            checked((nuint)WordCount(count) * sizeof(ulong)), Protection.PROT_READ | Protection.PROT_WRITE, MappingFlags.MAP_NORESERVE,
            out Mapping? words);
        bitmap = error is null ? new PageBitmap(words!, count) : null;
        return error;
    }

    /// <summary>Whether a page's bit is set.</summary>
    internal bool IsSet(ulong page) => (Words[(int)(page / WordLength)] >> (int)(page % WordLength) & 1) != 0;

    /// <summary>Whether the bits of a range are all set.</summary>
    /// <param name="count">Number of pages, at least one; the range ends within <see cref="Count"/>.</param>
    internal bool AreSet(ulong first, ulong count)
    {
        ulong last = first + count - 1;
        ReadOnlySpan<ulong> words = Words;
        for (ulong word = first / WordLength; word <= last / WordLength; word++)
        {
            ulong wanted = Part(word, first, last);
            if ((words[(int)word] & wanted) != wanted)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Sets a range of bits. From any thread.</summary>
    /// <param name="count">Number of pages, at least one; the range ends within <see cref="Count"/>.</param>
    internal void Set(ulong first, ulong count)
    {
        ulong last = first + count - 1;
        Span<ulong> words = new(_words.Address, WordCount(Count));
        for (ulong word = first / WordLength; word <= last / WordLength; word++)
        {
            ulong wanted = Part(word, first, last);
            // Most bits are set already, and a read is cheaper than an atomic write.
            ref ulong bits = ref words[(int)word];
            if ((Volatile.Read(ref bits) & wanted) != wanted)
            {
                Interlocked.Or(ref bits, wanted);
            }
        }
    }

    /// <summary>Sets the bits that are set in another bitmap. No other thread may set bits meanwhile.</summary>
    /// <param name="words">The other bitmap, of as many pages.</param>
    internal void Add(ReadOnlySpan<ulong> words)
    {
        Span<ulong> own = new(_words.Address, WordCount(Count));
        for (int index = 0; index < own.Length; index++)
        {
            // Words of untouched memory stay untouched.
            if (words[index] != 0)
            {
                own[index] |= words[index];
            }
        }
    }

    /// <summary>Clears all bits. No other thread may set bits meanwhile.</summary>
    internal void Clear() => new Span<ulong>(_words.Address, WordCount(Count)).Clear();

    public void Dispose() => _words.Dispose();

    // The bits of a word that are in a range.
    /// <summary>The bits of a word that stand for pages of a range.</summary>
    /// <param name="word">The index of a word, from that of the first page to that of the last.</param>
    internal static ulong Part(ulong word, ulong first, ulong last)
    {
        ulong part = ulong.MaxValue;
        if (word == first / WordLength)
        {
            part <<= (int)(first % WordLength);
        }
        if (word == last / WordLength)
        {
            part &= ulong.MaxValue >> (int)(WordLength - 1 - (last % WordLength));
        }
        return part;
    }

    private static int WordCount(ulong count) => checked((int)(((count - 1) / WordLength) + 1));
}
