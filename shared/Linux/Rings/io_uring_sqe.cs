using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>A submission entry, with the fields that reads, writes, flushes and allocations use.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Explicit, Size = 64)]
public struct io_uring_sqe
{
    [FieldOffset(0)]
    public RingOperation opcode;

    [FieldOffset(1)]
    public RingEntryFlags flags;

    [FieldOffset(2)]
    public ushort ioprio;

    /// <summary>The index of the registered file.</summary>
    [FieldOffset(4)]
    public int fd;

    [FieldOffset(8)]
    public ulong off;

    /// <summary>Address of the iovec array; for an allocation, its length.</summary>
    [FieldOffset(16)]
    public ulong addr;

    /// <summary>Number of iovecs; for an allocation, its mode.</summary>
    [FieldOffset(24)]
    public uint len;

    [FieldOffset(28)]
    public RingSyncFlags fsync_flags;

    /// <summary>Returned with the completion.</summary>
    [FieldOffset(32)]
    public ulong user_data;
}
