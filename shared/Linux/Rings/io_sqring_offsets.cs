using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Where the parts of a submission ring are.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_sqring_offsets
{
    /// <summary>The next entry that the kernel takes.</summary>
    public uint head;

    /// <summary>Behind the last entry that was offered.</summary>
    public uint tail;

    /// <summary>Entries less one.</summary>
    public uint ring_mask;

    /// <summary>Entries.</summary>
    public uint ring_entries;

    /// <summary>What the kernel says of the ring.</summary>
    public uint flags;

    /// <summary>Entries that made no sense.</summary>
    public uint dropped;

    /// <summary>Which entry is at which place.</summary>
    public uint array;

    /// <summary>Unused.</summary>
    public uint resv1;

    /// <summary>Unused.</summary>
    public ulong resv2;
}
