namespace Kiln.Vmm.State;

/// <summary>
/// The format of a saved state: a magic number, the format's version, sections, and the CRC-64 of everything before it. A section is the length of
/// its name, the name, a version, the length of the rest, and then values or nested sections. Numbers are little-endian.
/// </summary>
internal static class StateFormat
{
    /// <summary>The first eight bytes, "KILNSAVE" in ASCII.</summary>
    internal const ulong Magic = 0x4556_4153_4E4C_494B;

    /// <summary>
    /// Changes when the format becomes incompatible; any other is rejected. Numbered as the contract's snapshot format, so that clients that compare
    /// versions of files with the one that a monitor supports find what they expect.
    /// </summary>
    internal const ushort Major = 11;

    /// <summary>The newest minor version that this monitor reads; it reads older ones too.</summary>
    internal const ushort Minor = 0;

    /// <summary>The version in the contract's notation.</summary>
    internal static string Version { get; } = $"{Major}.{Minor}.0";

    /// <summary>The most bytes of a state, the same as in Firecracker; untrusted input is limited before it is parsed.</summary>
    internal const int Longest = 10_000_000;

    /// <summary>The most bytes of a section's name; every identifier that the API accepts fits.</summary>
    internal const int LongestName = 64;

    /// <summary>Bytes of the magic number and the version.</summary>
    internal const int HeaderLength = sizeof(ulong) + sizeof(ushort) + sizeof(ushort);

    /// <summary>Bytes of the checksum after the last section.</summary>
    internal const int ChecksumLength = sizeof(ulong);
}
