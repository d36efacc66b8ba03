using System.Buffers.Binary;

namespace Kiln.Benchmarks.Networks;

/// <summary>Frames of the host for a guest that only counts them.</summary>
internal static class NetworkFrames
{
    /// <summary>What each part of a segment carries, under an MTU of 1,500 bytes.</summary>
    internal const int Part = 1448;

    /// <summary>The protocol whose frames the guest sends back.</summary>
    internal const int EchoType = 0x88B5;

    private const int Header = 14;
    private const ushort Experimental = 0x88B7;
    private const ushort Ipv4 = 0x0800;

    /// <summary>A frame that the guest sends back.</summary>
    internal static byte[] Echo { get; } = [2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1, EchoType >> 8, EchoType & 0xFF, .. new byte[1500]];

    internal static byte[] Make(NetworkRow row)
    {
        byte[] frame = new byte[row.Length];
        frame[0] = frame[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), row.IsLong ? Ipv4 : Experimental);
        if (row.IsLong)
        {
            // Version and length of the header, the length of all, time to live, TCP, the length of its header.
            frame[14] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), (ushort)(row.Length - Header));
            (frame[22], frame[23], frame[46], frame[47]) = (64, 6, 0x50, 0x10);
        }
        return frame;
    }
}
