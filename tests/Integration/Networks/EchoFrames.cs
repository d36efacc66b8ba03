using System.Buffers.Binary;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>The frames that the guest net echoes, and the one that ends it.</summary>
internal static class EchoFrames
{
    private const int Echo = 0x88B5;
    private const int End = 0x88B6;
    private const int Ask = 0x88B7;
    private const int Tagged = 0x8100;
    private const int Ipv4 = 0x0800;
    private const int Header = 14;
    private const int Attempts = 20;

    // Longer than a frame takes to come back, on a machine with time; a frame that is late comes back twice.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <param name="length">Without the virtio header, at least 14.</param>
    internal static byte[] Make(Random random, int length)
    {
        byte[] frame = new byte[length];
        random.NextBytes(frame);
        // No group's addresses.
        frame[0] = frame[6] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), Echo);
        return frame;
    }

    /// <summary>A segment of TCP over IPv4, to an address whose frames the guest echoes whatever they carry.</summary>
    /// <param name="length">Without the virtio header, at most 65,535.</param>
    internal static byte[] MakeSegment(Random random, int length)
    {
        byte[] segment = Make(random, length);
        segment[1] = 0xEC;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(12), Ipv4);
        // Version and length of the header, the length of all, time to live and protocol.
        segment[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), (ushort)(length - Header));
        (segment[20], segment[21], segment[22], segment[23]) = (0, 0, 64, 6);
        // The length of TCP's header, and no flags but ACK.
        (segment[46], segment[47]) = (0x50, 0x10);
        return segment;
    }

    /// <summary>A frame with the tag of a VLAN, to an address whose frames the guest echoes whatever they carry.</summary>
    /// <param name="length">With the tag.</param>
    internal static byte[] MakeTagged(Random random, int length)
    {
        byte[] frame = Make(random, length);
        frame[1] = 0xEC;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), Tagged);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14), 5);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), Echo);
        return frame;
    }

    /// <summary>A frame with a number.</summary>
    internal static byte[] MakeNumbered(int number, int length)
    {
        byte[] frame = Make(new Random(number), length);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(Header), number);
        return frame;
    }

    /// <summary>The number of an echo.</summary>
    internal static int NumberOf(byte[] echo) => BinaryPrimitives.ReadInt32BigEndian(echo.AsSpan(Header));

    /// <summary>Has the guest send a frame.</summary>
    internal static void AskFor(HostTap tap, int length)
    {
        byte[] frame = new byte[60];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), Ask);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(Header), length);
        Assert.True(tap.Send(frame));
    }

    /// <summary>The next frame that was asked for, which must be whole; its length.</summary>
    internal static int ReceiveAsked(HostTap tap)
    {
        byte[]? frame = tap.Receive(Ask);
        Assert.NotNull(frame);
        for (int index = Header; index < frame.Length; index++)
        {
            Assert.Equal((byte)(index + (index / 256)), frame[index]);
        }
        return frame.Length;
    }

    /// <summary>Sends a frame and compares what comes back.</summary>
    internal static void Exchange(HostTap tap, byte[] frame)
    {
        Assert.True(tap.Send(frame), $"the tap does not take a frame of {frame.Length} bytes");
        AssertEchoed(tap, frame);
    }

    /// <summary>Compares what comes back.</summary>
    /// <param name="frame">What was sent.</param>
    internal static void AssertEchoed(HostTap tap, byte[] frame)
    {
        byte[]? echo = tap.Receive(BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)));

        Assert.True(echo is not null, $"no echo of {frame.Length} bytes");
        Assert.True(IsEcho(frame, echo), $"the echo of {frame.Length} bytes has {echo.Length} and is another");
    }

    /// <summary>Sends a frame until it comes back, several times if it is lost.</summary>
    /// <returns>False when it is lost every time.</returns>
    internal static bool TryExchange(HostTap tap, byte[] frame)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Assert.True(tap.Send(frame), $"the tap does not take a frame of {frame.Length} bytes");
            while (tap.Receive(Echo, _pause) is { } echo)
            {
                if (IsEcho(frame, echo))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Waits for the next frame that comes back; null when none came in time.</summary>
    internal static byte[]? Receive(HostTap tap, TimeSpan patience) => tap.Receive(Echo, patience);

    /// <summary>Tells the guest to end.</summary>
    internal static void TellTheEnd(HostTap tap)
    {
        byte[] frame = new byte[Header + 1];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), End);
        Assert.True(tap.Send(frame));
    }

    private static bool IsEcho(byte[] frame, byte[] echo) =>
        echo.AsSpan().SequenceEqual([.. frame.AsSpan(6, 6), .. frame.AsSpan(0, 6), .. frame.AsSpan(12)]);
}
