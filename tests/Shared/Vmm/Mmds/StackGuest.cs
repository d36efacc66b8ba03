using System.Buffers.Binary;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Mmds;

/// <summary>A guest that makes each of its frames by hand, its clock, and the stack that gets them. Frames of the stack are checked as they come.</summary>
internal sealed class StackGuest : IDisposable
{
    internal const uint ServiceAddress = 0xA9FEA9FE;
    internal const uint Address = 0xAC100002;
    internal const ushort Port = 40000;

    internal const byte Fin = 1;
    internal const byte Syn = 2;
    internal const byte Rst = 4;
    internal const byte Ack = 16;

    private static readonly byte[] _serviceHardware = [0x06, 0x01, 0x23, 0x45, 0x67, 0x01];
    private static readonly byte[] _hardware = [0x06, 0x00, 0x1E, 0x00, 0x1E, 0x01];

    private readonly byte[] _room = new byte[FrameBuilder.MostLength];

    internal StackGuest(IRequestHandler handler, ulong seed = 1)
    {
        Stack = new NetworkStack(new Ipv4Address(ServiceAddress), handler, ConnectionTable.TryCreate()!, seed, Metrics);
    }

    internal MmdsMetrics Metrics { get; } = new VmmMetrics().Mmds;

    internal NetworkStack Stack { get; }

    /// <summary>Nanoseconds.</summary>
    internal ulong Now { get; private set; } = 1_000_000_000;

    /// <summary>Makes a frame of a TCP segment to the service.</summary>
    internal static byte[] Frame(
        byte flags, uint sequence, uint acknowledgment = 0, ReadOnlySpan<byte> payload = default, ReadOnlySpan<byte> options = default,
        ushort window = 64240, ushort port = Port, ushort servicePort = 80)
    {
        byte[] frame = new byte[54 + options.Length + payload.Length];
        _serviceHardware.CopyTo(frame, 0);
        _hardware.CopyTo(frame, 6);
        Span<byte> ip = frame.AsSpan(14);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x0800);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        ip[6] = 0x40;
        ip[8] = 64;
        ip[9] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], Address);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], ServiceAddress);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Sum(ip[..20], 0));
        Span<byte> tcp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], servicePort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], acknowledgment);
        tcp[12] = (byte)((20 + options.Length) / 4 << 4);
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], window);
        options.CopyTo(tcp[20..]);
        payload.CopyTo(tcp[(20 + options.Length)..]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Sum(tcp, Pseudo(ip, tcp.Length)));
        return frame;
    }

    /// <summary>Gives the stack a frame, if it is for it.</summary>
    internal bool Give(ReadOnlySpan<byte> frame)
    {
        if (!Stack.Takes(frame[..Math.Min(frame.Length, NetworkStack.FrontLength)]))
        {
            return false;
        }
        Stack.Take(frame, Now);
        return true;
    }

    internal void Send(
        byte flags, uint sequence, uint acknowledgment = 0, ReadOnlySpan<byte> payload = default, ReadOnlySpan<byte> options = default,
        ushort window = 64240, ushort port = Port) => Give(Frame(flags, sequence, acknowledgment, payload, options, window, port));

    /// <summary>Lets time pass; what is due is done.</summary>
    internal void Wait(double milliseconds)
    {
        Now += (ulong)(milliseconds * 1_000_000);
        if (Now >= Stack.Deadline)
        {
            Stack.OnTime(Now);
        }
    }

    /// <summary>The next frame of the stack; empty when there is none.</summary>
    internal ReadOnlySpan<byte> Take() => _room.AsSpan(0, Stack.Give(_room, Now));

    /// <summary>The next segment of the stack; null when there is no frame, or it answers an ARP request.</summary>
    /// <exception cref="InvalidOperationException">A sum is wrong.</exception>
    internal StackSegment? Next() => NextFrame()?.Segment;

    /// <summary>The next frame of the stack; null when there is none.</summary>
    /// <exception cref="InvalidOperationException">A sum is wrong.</exception>
    internal StackFrame? NextFrame()
    {
        ReadOnlySpan<byte> frame = Take();
        if (frame.IsEmpty)
        {
            return null;
        }
        if (frame[13] == 6)
        {
            return new StackFrame(null);
        }
        ReadOnlySpan<byte> ip = frame[14..];
        ReadOnlySpan<byte> tcp = ip[20..];
        if (Sum(ip[..20], 0) != 0 || Sum(tcp, Pseudo(ip, tcp.Length)) != 0 || BinaryPrimitives.ReadUInt16BigEndian(ip[2..]) != ip.Length)
        {
            throw new InvalidOperationException($"a sum or a length is wrong: {Convert.ToHexString(frame)}");
        }
        return new StackFrame(new StackSegment(
            BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]), tcp[13], BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]), BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]), tcp[(tcp[12] >> 4 << 2)..].ToArray()));
    }

    /// <summary>Opens a connection; the guest's first byte is number <paramref name="sequence"/> + 1.</summary>
    /// <returns>The number of the service's first byte.</returns>
    internal uint Open(uint sequence = 1000, ushort port = Port, ushort segmentSize = 1460, ushort window = 64240)
    {
        Send(Syn, sequence, options: [2, 4, (byte)(segmentSize >> 8), (byte)segmentSize], window: window, port: port);
        uint first = Next()!.Sequence + 1;
        Send(Ack, sequence + 1, first, window: window, port: port);
        return first;
    }

    public void Dispose() => Stack.Dispose();

    // RFC 1071, over words as they are transmitted.
    private static ushort Sum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            sum += (uint)bytes[index] << (index % 2 == 0 ? 8 : 0);
        }
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (ushort)~sum;
    }

    private static uint Pseudo(ReadOnlySpan<byte> ip, int length)
    {
        uint sum = 6 + (uint)length;
        for (int offset = 12; offset < 20; offset += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(ip[offset..]);
        }
        return sum;
    }
}

/// <summary>A segment of the service, with sums that were right.</summary>
internal sealed record StackSegment(ushort Port, byte Flags, uint Sequence, uint Acknowledgment, ushort Window, byte[] Payload);

/// <summary>A frame of the service.</summary>
/// <param name="Segment">Null when it answers an ARP request.</param>
internal sealed record StackFrame(StackSegment? Segment);
