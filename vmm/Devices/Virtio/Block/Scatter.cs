using Kiln.Vmm.Devices.Virtio.Queues;
using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Buffers of a guest as the segments that the kernel reads from or writes to in turn.</summary>
internal static unsafe class Scatter
{
    /// <summary>Writes segments.</summary>
    /// <param name="buffers">The buffers.</param>
    /// <param name="segments">Room for as many.</param>
    internal static void Write(ReadOnlySpan<GuestBuffer> buffers, iovec* segments)
    {
        foreach (GuestBuffer buffer in buffers)
        {
            segments->iov_base = buffer.Start;
            segments->iov_len = buffer.Length;
            segments++;
        }
    }

    /// <summary>Leaves out what the kernel has done.</summary>
    /// <param name="segments">The segments.</param>
    /// <param name="count">Bytes that are done, at most those of all segments.</param>
    /// <returns>The first segment that is not.</returns>
    internal static iovec* Advance(iovec* segments, ulong count)
    {
        for (; count > 0 && count >= segments->iov_len; segments++)
        {
            count -= (ulong)segments->iov_len;
        }
        if (count > 0)
        {
            segments->iov_base = (byte*)segments->iov_base + count;
            segments->iov_len = (size_t)((ulong)segments->iov_len - count);
        }
        return segments;
    }
}
