using System.Buffers.Binary;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Mmds.Stack;

/// <summary>An Ethernet II frame without its check sequence, and without the tag of a VLAN.</summary>
/// <param name="bytes">The frame, at least <see cref="HeaderLength"/> bytes.</param>
internal readonly ref struct EthernetFrame(ReadOnlySpan<byte> bytes)
{
    internal const int HeaderLength = 14;

    private const int SourceOffset = 6;
    private const int TypeOffset = 12;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal MacAddress Source => MacAddress.Of(_bytes[SourceOffset..]);

    /// <summary>One of <see cref="EtherType"/>, or something else.</summary>
    internal ushort Type => BinaryPrimitives.ReadUInt16BigEndian(_bytes[TypeOffset..]);

    /// <summary>What follows the header; perhaps with padding.</summary>
    internal ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>Writes a header to the start of a frame.</summary>
    internal static void Write(Span<byte> frame, MacAddress destination, MacAddress source, ushort type)
    {
        destination.Write(frame);
        source.Write(frame[SourceOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], type);
    }
}
