using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The address that a frame says it comes from: the second field of its Ethernet header.</summary>
internal static class EthernetSource
{
    private const int AddressLength = 6;
    private const int HeaderLength = (2 * AddressLength) + sizeof(ushort);

    /// <summary>Reads the address of a frame.</summary>
    /// <param name="length">The length of all buffers.</param>
    /// <returns>Null when the Ethernet header is not complete.</returns>
    internal static MacAddress? Of(ReadOnlySpan<GuestBuffer> frame, int length)
    {
        if (length < virtio_net_hdr_v1.Length + HeaderLength)
        {
            return null;
        }
        Span<byte> address = stackalloc byte[AddressLength];
        ChainBytes.Copy(frame, virtio_net_hdr_v1.Length + AddressLength, address);
        return MacAddress.Of(address);
    }
}
