using System.Numerics;

namespace Kiln.Seccomp.Proof;

/// <summary>A set of 32-bit words: those of an interval that have given bits.</summary>
/// <param name="Low">The lower end of the interval, which need not be in the set.</param>
/// <param name="High">The upper end.</param>
/// <param name="Mask">The bits that are given.</param>
/// <param name="Value">Their values; zero elsewhere.</param>
public readonly record struct WordSet(uint Low, uint High, uint Mask, uint Value)
{
    /// <summary>All words.</summary>
    public static WordSet All { get; } = new(0, uint.MaxValue, 0, 0);

    /// <summary>A single word.</summary>
    public static WordSet Only(uint word) => new(word, word, 0, 0);

    private static WordSet None { get; } = new(1, 0, 0, 0);

    /// <summary>The smallest word of the set; null when it has none.</summary>
    public uint? Smallest => Low > High || NextFrom(Low) is not { } word || word > High ? null : word;

    /// <summary>The words from one to another.</summary>
    public WordSet Within(uint low, uint high) => this with { Low = Math.Max(Low, low), High = Math.Min(High, high) };

    /// <summary>The words with given bits.</summary>
    public WordSet With(uint mask, uint value) => ((Value ^ value) & Mask & mask) != 0
        ? None
        : this with { Mask = Mask | mask, Value = Value | (value & mask) };

    // The smallest word with the given bits that is no smaller than another; null when there is none.
    private uint? NextFrom(uint least)
    {
        uint wrong = (least ^ Value) & Mask;
        if (wrong == 0)
        {
            return least;
        }
        int highest = 31 - BitOperations.LeadingZeroCount(wrong);
        uint raised = 1u << highest;
        if ((Value & raised) == 0)
        {
            // The bit has to go: a free one above it, which is not set yet, has to come.
            uint free = ~Mask & ~least & ~(raised | (raised - 1));
            if (free == 0)
            {
                return null;
            }
            raised = free & (uint)-(int)free;
        }
        // Below what was raised everything is as small as can be.
        uint above = ~(raised | (raised - 1));
        return (least & above) | raised | (Value & (raised - 1));
    }
}
