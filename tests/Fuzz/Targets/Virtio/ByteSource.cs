namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>Takes decisions from an input byte by byte; after its end, every decision is the first choice.</summary>
internal sealed class ByteSource(byte[] input)
{
    // Numbers at which arithmetic goes wrong.
    private static readonly ulong[] _edges =
    [
        0, 1, 2, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF, 0x1_0000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_F000, 0xFFFF_FFFF_FFFF_FFF0, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    private int _at;

    /// <summary>Whether bytes are left.</summary>
    internal bool HasMore => _at < input.Length;

    internal byte Byte() => HasMore ? input[_at++] : (byte)0;

    /// <summary>One of a number of choices.</summary>
    internal int Choice(int count) => Byte() % count;

    internal ushort Short() => (ushort)(Byte() | (Byte() << 8));

    internal ulong Number() => Choice(4) switch
    {
        0 => Byte(),
        1 => Short(),
        2 => _edges[Choice(_edges.Length)] + (ulong)(sbyte)Byte(),
        _ => (ulong)Short() << Choice(48),
    };

    /// <summary>An address, usually inside memory.</summary>
    /// <param name="length">Size of memory in bytes.</param>
    internal ulong Address(ulong length) => Choice(8) switch
    {
        0 => Number(),
        1 => length - Byte(),
        2 => length + Byte(),
        _ => (ulong)Short() * 4 % length,
    };

    /// <summary>A length, usually of one or a few sectors.</summary>
    internal uint Length() => Choice(8) switch
    {
        0 => (uint)Number(),
        1 => Byte(),
        2 => 16,
        3 => 1,
        4 => (uint)(512 * Choice(9)),
        _ => 512,
    };
}
