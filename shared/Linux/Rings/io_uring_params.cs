using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>How a ring is made, and what was made.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_params
{
    /// <summary>Entries of the submission ring.</summary>
    public uint sq_entries;

    /// <summary>Entries of the completion ring.</summary>
    public uint cq_entries;

    /// <summary>How.</summary>
    public RingSetupFlags flags;

    /// <summary>Not used: no thread of the kernel polls.</summary>
    public uint sq_thread_cpu;

    /// <summary>Not used.</summary>
    public uint sq_thread_idle;

    /// <summary>What the kernel can do.</summary>
    public RingFeatures features;

    /// <summary>Not used: workers are not shared.</summary>
    public uint wq_fd;

    /// <summary>Unused.</summary>
    public fixed uint resv[3];

    /// <summary>The submission ring.</summary>
    public io_sqring_offsets sq_off;

    /// <summary>The completion ring.</summary>
    public io_cqring_offsets cq_off;
}

/// <summary>Where the parts of a completion ring are.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_cqring_offsets
{
    /// <summary>The next completion that the process takes.</summary>
    public uint head;

    /// <summary>Behind the last completion.</summary>
    public uint tail;

    /// <summary>Completions less one.</summary>
    public uint ring_mask;

    /// <summary>Completions that it has room for.</summary>
    public uint ring_entries;

    /// <summary>Completions that found no room.</summary>
    public uint overflow;

    /// <summary>The completions.</summary>
    public uint cqes;

    /// <summary>Whether the eventfd is signalled.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public uint resv1;

    /// <summary>Unused.</summary>
    public ulong resv2;
}

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
