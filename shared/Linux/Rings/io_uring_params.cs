using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>The parameters of a ring, in and out.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_params
{
    public uint sq_entries;

    public uint cq_entries;

    public RingSetupFlags flags;

    /// <summary>Unused: no kernel thread polls.</summary>
    public uint sq_thread_cpu;

    public uint sq_thread_idle;

    public RingFeatures features;

    /// <summary>Unused: workers are not shared.</summary>
    public uint wq_fd;

    public fixed uint resv[3];

    public io_sqring_offsets sq_off;

    public io_cqring_offsets cq_off;
}

/// <summary>Offsets of the fields of a completion ring in its mapping.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_cqring_offsets
{
    /// <summary>Index of the next completion to take.</summary>
    public uint head;

    /// <summary>Index after the last completion.</summary>
    public uint tail;

    public uint ring_mask;

    public uint ring_entries;

    /// <summary>Counts completions that found the ring full.</summary>
    public uint overflow;

    public uint cqes;

    public uint flags;

    public uint resv1;

    public ulong resv2;
}

/// <summary>Offsets of the fields of a submission ring in its mapping.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_sqring_offsets
{
    /// <summary>Index of the next entry that the kernel takes.</summary>
    public uint head;

    /// <summary>Index after the last queued entry.</summary>
    public uint tail;

    public uint ring_mask;

    public uint ring_entries;

    public uint flags;

    public uint dropped;

    /// <summary>The array that maps slots to entries.</summary>
    public uint array;

    public uint resv1;

    public ulong resv2;
}
