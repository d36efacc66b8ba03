using System.Runtime.CompilerServices;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// What a chain asks of a disk: a header, buffers of data, and a status byte, each in descriptors of its own as every driver has them
/// (Virtio 1.2, 5.2.6; the specification would let them be cut anywhere, the contract does not).
/// </summary>
internal readonly unsafe ref struct BlockRequest
{
    private BlockRequest(virtio_blk_outhdr header, ReadOnlySpan<GuestBuffer> data, byte* status)
    {
        Type = header.type;
        Sector = header.sector;
        Data = data;
        Status = status;
        foreach (GuestBuffer buffer in data)
        {
            DataLength += buffer.Length;
        }
    }

    /// <summary>What is asked; any number.</summary>
    internal BlockRequestType Type { get; }

    /// <summary>The first sector; any number.</summary>
    internal ulong Sector { get; }

    /// <summary>The buffers between header and status, those to read before those to write.</summary>
    internal ReadOnlySpan<GuestBuffer> Data { get; }

    /// <summary>Their bytes.</summary>
    internal ulong DataLength { get; }

    /// <summary>Where the driver finds what became of it.</summary>
    internal byte* Status { get; }

    /// <summary>Whether there is data, all of it for the device to write.</summary>
    internal bool HasRoom => !Data.IsEmpty && Data[0].IsWritable;

    /// <summary>Whether there is data, all of it for the device to read.</summary>
    internal bool HasContent => !Data.IsEmpty && !Data[^1].IsWritable;

    /// <summary>Reads a chain.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="request">What it asks, as long as the chain is not filled again.</param>
    /// <returns>False when it has no header or no place for a status: there is no way to answer.</returns>
    internal static bool TryRead(DescriptorChain chain, out BlockRequest request)
    {
        request = default;
        ReadOnlySpan<GuestBuffer> buffers = chain.Buffers;
        if (!chain.IsSound || buffers.Length < 2)
        {
            return false;
        }
        GuestBuffer header = buffers[0];
        GuestBuffer status = buffers[^1];
        if (header.IsWritable || header.Length < sizeof(virtio_blk_outhdr) || !status.IsWritable || status.Length == 0)
        {
            return false;
        }
        request = new BlockRequest(Unsafe.ReadUnaligned<virtio_blk_outhdr>(header.Start), buffers[1..^1], status.Start);
        return true;
    }
}
