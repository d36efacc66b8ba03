using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux;

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
