using Tmds.Linux;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Converts guest buffers to the iovecs that readv(2) and writev(2) take.</summary>
internal static unsafe class Scatter
{
    /// <summary>Writes one segment per buffer.</summary>
    /// <param name="segments">Has room for as many segments as there are buffers.</param>
    internal static void Write(ReadOnlySpan<GuestBuffer> buffers, iovec* segments)
    {
        foreach (GuestBuffer buffer in buffers)
        {
            segments->iov_base = buffer.Start;
            segments->iov_len = buffer.Length;
            segments++;
        }
    }

    /// <summary>Copies bytes to segments.</summary>
    /// <param name="segments">They hold offset and bytes.</param>
    /// <param name="offset">The first byte of the segments to write.</param>
    internal static void Fill(iovec* segments, ulong offset, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; segments++)
        {
            ulong length = segments->iov_len;
            if (offset >= length)
            {
                offset -= length;
                continue;
            }
            int part = (int)Math.Min(length - offset, (ulong)bytes.Length);
            bytes[..part].CopyTo(new Span<byte>((byte*)segments->iov_base + offset, part));
            bytes = bytes[part..];
            offset = 0;
        }
    }

    /// <summary>Skips the bytes that have been transferred.</summary>
    /// <param name="count">The number of bytes, at most the length of all segments.</param>
    /// <returns>The first segment that is not complete, shortened by what has been transferred.</returns>
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
