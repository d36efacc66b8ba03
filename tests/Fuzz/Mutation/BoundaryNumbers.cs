namespace Kiln.Fuzz.Mutation;

/// <summary>Numbers near common bounds.</summary>
internal static class BoundaryNumbers
{
    private static readonly ulong[] _all =
    [
        0, 1, 2, 3, 5, 6, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, 133, 255, 256, 4095, 4096, 4097, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000,
        0x3FFF_FFFF, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0x1_0000_0000, 0x1_0000_0001, 0x7FFF_FFFF_FFFF_FFFF,
        0x8000_0000_0000_0000, 0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF,
    ];

    /// <summary>A boundary number, a neighbor of one, a small number, or any.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static ulong Next(Random random) => random.Next(8) switch
    {
        0 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        1 => (ulong)random.Next(64),
        2 => _all[random.Next(_all.Length)] + (ulong)random.Next(-2, 3),
        _ => _all[random.Next(_all.Length)],
    };
}
