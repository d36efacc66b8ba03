using Kiln.Seccomp.Proof;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>An argument of which some bits are known.</summary>
/// <param name="Value">The bits that are known; zero elsewhere.</param>
/// <param name="Known">Which ones are.</param>
internal readonly record struct KnownBits(ulong Value, ulong Known)
{
    /// <summary>An argument of which nothing is known.</summary>
    internal static KnownBits None => default;

    /// <summary>The words that the register's low half may be.</summary>
    internal WordSet Low => Words((uint)Value, (uint)Known);

    /// <summary>The words that its high half may be.</summary>
    internal WordSet High => Words((uint)(Value >> 32), (uint)(Known >> 32));

    internal static KnownBits Exactly(ulong value) => new(value, ulong.MaxValue);

    /// <summary>What is known of some bits alone.</summary>
    internal KnownBits Within(ulong mask) => new(Value & mask, Known & mask);

    private static WordSet Words(uint value, uint known) => known == uint.MaxValue ? WordSet.All.Within(value, value) : WordSet.All.With(known, value);
}
