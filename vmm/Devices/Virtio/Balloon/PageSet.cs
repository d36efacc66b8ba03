using System.Numerics;
using Kiln.Linux.Memory;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// A set of pages, taken out as ascending runs of neighbors: pages that come one by one and in any order are sorted, merged and told once. It is a
/// bitmap outside the managed heap, with a second one of those of its words that are not zero, so that a set of few pages is searched quickly.
/// </summary>
internal sealed unsafe class PageSet : IDisposable
{
    // Bits of a word.
    private const int WordLength = 64;

    private readonly Mapping _pages;
    private readonly Mapping _words;
    private readonly int _wordsOfWords;

    // No word of the second bitmap before this one has a bit.
    private int _lowest;

    /// <param name="capacity">The number of pages that it can hold, at least one and at most 2^32; those that it never held take no memory.</param>
    /// <exception cref="VmmFailure">The host has no memory.</exception>
    internal PageSet(ulong capacity)
    {
        Capacity = capacity;
        int words = WordsFor(capacity);
        _wordsOfWords = _lowest = WordsFor((ulong)words);
        _pages = Map(words);
        _words = Map(_wordsOfWords);
    }

    /// <summary>Pages from here on are never in the set.</summary>
    internal ulong Capacity { get; }

    internal bool IsEmpty => !TrySeek();

    private ulong* Pages => (ulong*)_pages.Address;

    private ulong* Words => (ulong*)_words.Address;

    /// <summary>Adds a page, below <see cref="Capacity"/>.</summary>
    internal void Add(ulong page)
    {
        ulong word = page / WordLength;
        Pages[word] |= 1UL << (int)(page % WordLength);
        Words[word / WordLength] |= 1UL << (int)(word % WordLength);
        _lowest = Math.Min(_lowest, (int)(word / WordLength));
    }

    /// <summary>Adds a range of pages, which ends at <see cref="Capacity"/> at the latest.</summary>
    /// <param name="count">At least one.</param>
    internal void Add(ulong first, ulong count)
    {
        SetBits(Pages, first, count);
        ulong word = first / WordLength;
        SetBits(Words, word, ((first + count - 1) / WordLength) - word + 1);
        _lowest = Math.Min(_lowest, (int)(word / WordLength));
    }

    /// <summary>Takes the lowest run of neighbors out of the set.</summary>
    /// <param name="most">The longest run to take, at least one page; the rest of a longer one stays.</param>
    /// <param name="first">The first page of the run.</param>
    /// <param name="count">The number of its pages.</param>
    /// <returns>False when the set is empty.</returns>
    internal bool TryTake(ulong most, out ulong first, out ulong count)
    {
        (first, count) = (0, 0);
        if (!TrySeek())
        {
            return false;
        }
        ulong word = ((ulong)_lowest * WordLength) + (ulong)BitOperations.TrailingZeroCount(Words[_lowest]);
        first = (word * WordLength) + (ulong)BitOperations.TrailingZeroCount(Pages[word]);
        count = TakeRun(first, most);
        return true;
    }

    /// <summary>Removes all pages.</summary>
    internal void Clear()
    {
        while (TryTake(ulong.MaxValue, out _, out _))
        {
            // Only what was in it is touched.
        }
    }

    public void Dispose()
    {
        _pages?.Dispose();
        _words?.Dispose();
    }

    private bool TrySeek()
    {
        int skipped = new ReadOnlySpan<ulong>(Words + _lowest, _wordsOfWords - _lowest).IndexOfAnyExcept(0UL);
        _lowest = skipped < 0 ? _wordsOfWords : _lowest + skipped;
        return skipped >= 0;
    }

    private ulong TakeRun(ulong first, ulong most)
    {
        ulong count = 0;
        while (first + count < Capacity && count < most)
        {
            ulong page = first + count;
            ulong word = page / WordLength;
            int bit = (int)(page % WordLength);
            ulong ones = (ulong)BitOperations.TrailingZeroCount(~(Pages[word] >> bit));
            int taken = (int)Math.Min(Math.Min(ones, (ulong)(WordLength - bit)), most - count);
            if (taken == 0)
            {
                break;
            }
            Pages[word] &= ~((ulong.MaxValue >> (WordLength - taken)) << bit);
            if (Pages[word] == 0)
            {
                Words[word / WordLength] &= ~(1UL << (int)(word % WordLength));
            }
            count += (ulong)taken;
            if (bit + taken < WordLength)
            {
                break;
            }
        }
        return count;
    }

    private static void SetBits(ulong* words, ulong first, ulong count)
    {
        ulong last = first + count - 1;
        for (ulong word = first / WordLength; word <= last / WordLength; word++)
        {
            words[word] |= PageBitmap.Part(word, first, last);
        }
    }

    private static int WordsFor(ulong bits) => checked((int)((bits + WordLength - 1) / WordLength));

    private static Mapping Map(int words) => Mapping.TryAnonymous(
        (nuint)words * sizeof(ulong), Protection.PROT_READ | Protection.PROT_WRITE, MappingFlags.MAP_NORESERVE, out Mapping? mapping) is { } error
        ? throw new VmmFailure($"the host has no memory for the balloon's pages: {error}; end another process, or raise the limits of this one")
        : mapping!;
}
