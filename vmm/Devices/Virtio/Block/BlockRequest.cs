using System.Runtime.CompilerServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>
/// A request as its chain describes it: a header, data buffers and a status byte, each in descriptors of its own. Virtio 1.2, 5.2.6 allows any
/// split; like Firecracker, this device does not, and drivers do not need it.
/// </summary>
internal readonly unsafe ref struct BlockRequest
{
    private BlockRequest(virtio_blk_outhdr header, ReadOnlySpan<GuestBuffer> data, GuestAddress status)
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

    /// <summary>The request type; the driver may have written any number.</summary>
    internal BlockRequestType Type { get; }

    /// <summary>The first sector; not validated yet.</summary>
    internal ulong Sector { get; }

    /// <summary>The buffers between header and status: device-readable ones first, then device-writable ones.</summary>
    internal ReadOnlySpan<GuestBuffer> Data { get; }

    /// <summary>The total length of the data in bytes.</summary>
    internal ulong DataLength { get; }

    /// <summary>The guest-physical address of the status byte.</summary>
    internal GuestAddress Status { get; }

    /// <summary>Whether there is data and all of it is device-writable.</summary>
    internal bool HasRoom => !Data.IsEmpty && Data[0].IsWritable;

    /// <summary>Whether there is data and all of it is device-readable.</summary>
    internal bool HasContent => !Data.IsEmpty && !Data[^1].IsWritable;

    /// <summary>Parses a descriptor chain.</summary>
    /// <param name="request">The request; valid until the chain object is reused.</param>
    /// <returns>False when the chain has no valid header or status byte, so that the request cannot be answered.</returns>
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
        request = new BlockRequest(Unsafe.ReadUnaligned<virtio_blk_outhdr>(header.Start), buffers[1..^1], status.Address);
        return true;
    }
}
