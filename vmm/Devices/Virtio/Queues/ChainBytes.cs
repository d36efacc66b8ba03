using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Queues;

/// <summary>Copies bytes between the buffers of a chain and the monitor, wherever the borders of the buffers are.</summary>
internal static unsafe class ChainBytes
{
    /// <summary>The bytes of all buffers.</summary>
    internal static ulong LengthOf(ReadOnlySpan<GuestBuffer> buffers)
    {
        ulong length = 0;
        foreach (ref readonly GuestBuffer buffer in buffers)
        {
            length += buffer.Length;
        }
        return length;
    }

    /// <summary>Copies bytes of the guest.</summary>
    /// <param name="offset">The first byte to copy.</param>
    /// <returns>How many bytes were copied: fewer than fit where the chain ends.</returns>
    internal static int Copy(ReadOnlySpan<GuestBuffer> buffers, uint offset, Span<byte> bytes)
    {
        int copied = 0;
        foreach (ref readonly GuestBuffer buffer in buffers)
        {
            if (offset >= buffer.Length)
            {
                offset -= buffer.Length;
                continue;
            }
            int part = (int)Math.Min(buffer.Length - offset, (uint)(bytes.Length - copied));
            new ReadOnlySpan<byte>(buffer.Start + offset, part).CopyTo(bytes[copied..]);
            copied += part;
            offset = 0;
        }
        return copied;
    }

    /// <summary>Writes bytes to the start of a chain, all of whose buffers are device-writable.</summary>
    /// <param name="memory">The memory that contains the buffers.</param>
    /// <param name="bytes">No more than the buffers hold.</param>
    internal static void Fill(ReadOnlySpan<GuestBuffer> buffers, GuestMemory memory, ReadOnlySpan<byte> bytes)
    {
        foreach (ref readonly GuestBuffer buffer in buffers)
        {
            int part = (int)Math.Min(buffer.Length, (uint)bytes.Length);
            _ = buffer.TryFill(memory, bytes[..part]);
            bytes = bytes[part..];
        }
    }
}
