namespace Kiln.Vmm.State;

/// <summary>
/// What a saved state looks like: a magic number, the format's version, sections, and the CRC-64 of everything before it. A section is its
/// name's length and its name, its version, the length of what follows, and values or further sections. Numbers are little-endian.
/// </summary>
internal static class StateFormat
{
    /// <summary>The first eight bytes, "KILNSAVE" as text.</summary>
    internal const ulong Magic = 0x4556_4153_4E4C_494B;

    /// <summary>Another one means that nothing can be understood.</summary>
    internal const ushort Major = 1;

    /// <summary>The newest that is understood; older ones are too.</summary>
    internal const ushort Minor = 0;

    /// <summary>Bytes of a whole state, as many as Firecracker takes: what comes from a client is bounded before it is looked at.</summary>
    internal const int Longest = 10_000_000;

    /// <summary>Bytes of a section's name: every identifier that the API takes fits.</summary>
    internal const int LongestName = 64;

    /// <summary>Magic and version.</summary>
    internal const int HeaderLength = sizeof(ulong) + sizeof(ushort) + sizeof(ushort);

    /// <summary>The bytes behind the last section.</summary>
    internal const int ChecksumLength = sizeof(ulong);
}
