using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>How an entry of a ring is taken.</summary>
[Flags]
[CHeader("linux/io_uring.h")]
public enum RingEntryFlags : byte
{
    /// <summary>Its file is one that was registered, by its place.</summary>
    IOSQE_FIXED_FILE = 1 << 0,
}
