using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>An entry of a submission ring, with the fields that reads, writes, flushes and allocations have.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Explicit, Size = 64)]
public struct io_uring_sqe
{
    /// <summary>What to do.</summary>
    [FieldOffset(0)]
    public RingOperation opcode;

    /// <summary>How it is taken.</summary>
    [FieldOffset(1)]
    public RingEntryFlags flags;

    /// <summary>Its priority; not used.</summary>
    [FieldOffset(2)]
    public ushort ioprio;

    /// <summary>The file: a registered one's place.</summary>
    [FieldOffset(4)]
    public int fd;

    /// <summary>Where in the file.</summary>
    [FieldOffset(8)]
    public ulong off;

    /// <summary>The address of segments; of an allocation, its length.</summary>
    [FieldOffset(16)]
    public ulong addr;

    /// <summary>How many segments; of an allocation, its mode.</summary>
    [FieldOffset(24)]
    public uint len;

    /// <summary>How to synchronise.</summary>
    [FieldOffset(28)]
    public RingSyncFlags fsync_flags;

    /// <summary>What the completion is marked with.</summary>
    [FieldOffset(32)]
    public ulong user_data;
}
