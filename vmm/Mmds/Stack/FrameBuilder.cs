using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>Builds the frames to the guest, from the end of the link that is ours.</summary>
/// <param name="address">Our address.</param>
internal readonly struct FrameBuilder(Ipv4Address address)
{
    /// <summary>The port that is served.</summary>
    internal const ushort Port = 80;

    /// <summary>The longest frame: the longest packet, and an Ethernet header.</summary>
    internal const int MostLength = EthernetFrame.HeaderLength + ushort.MaxValue;

    private const int SegmentOffset = EthernetFrame.HeaderLength + Ipv4Packet.HeaderLength;

    // The window that a reset names, which means nothing; Firecracker's.
    private const ushort ResetWindow = 10000;

    // Firecracker's, which guests may know.
    private static readonly MacAddress _hardware = new(0x0601_2345_6701);

    /// <returns>The length of the frame.</returns>
    internal int WriteArpReply(Span<byte> frame, MacAddress guest, Ipv4Address guestAddress)
    {
        EthernetFrame.Write(frame, guest, _hardware, EtherType.Arp);
        ArpPacket.WriteReply(frame[EthernetFrame.HeaderLength..], _hardware, address, guest, guestAddress);
        return EthernetFrame.HeaderLength + ArpPacket.Length;
    }

    /// <returns>The length of the frame.</returns>
    internal int WriteReset(Span<byte> frame, MacAddress guest, in Reset reset)
    {
        TcpHeader header = new(address, reset.Address, Port, reset.Port, reset.Sequence, reset.Acknowledgment, reset.Flags, ResetWindow);
        return Complete(frame[..(SegmentOffset + TcpSegment.HeaderLength)], guest, 0, header);
    }

    /// <returns>The length of the frame.</returns>
    internal int WriteSegment(Span<byte> frame, MacAddress guest, TcpConnection connection, in OutgoingSegment segment)
    {
        int options = segment.IsSyn ? MaximumSegmentSize.OptionLength : 0;
        int payload = SegmentOffset + TcpSegment.HeaderLength + options;
        if (segment.IsSyn)
        {
            MaximumSegmentSize.Write(frame[(payload - options)..], connection.SegmentSize);
        }
        connection.Answer.CopyTo(segment.Offset, frame.Slice(payload, segment.Length));
        TcpHeader header = new(
            address, connection.Address, Port, connection.Port, segment.Sequence, connection.Acknowledgment, segment.Flags, connection.Window);
        return Complete(frame[..(payload + segment.Length)], guest, options, header);
    }

    private static int Complete(Span<byte> frame, MacAddress guest, int options, in TcpHeader header)
    {
        TcpSegment.WriteHeader(frame[SegmentOffset..], options, header);
        Ipv4Packet.WriteHeader(frame[EthernetFrame.HeaderLength..], Ipv4Packet.Tcp, header.Source, header.Destination);
        EthernetFrame.Write(frame, guest, _hardware, EtherType.Ipv4);
        return frame.Length;
    }
}
