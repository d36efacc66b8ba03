using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Testing.Harness;

/// <summary>A persistent tap in the network namespace of this thread, and a packet socket that sees and sends its frames as the host does.</summary>
internal sealed unsafe class HostTap : IDisposable
{
    /// <summary>Ethernet frames, without more, and with a virtio header: what the monitor asks for.</summary>
    internal const short Tap = 0x5002;

    /// <summary>IP packets, with a virtio header.</summary>
    internal const short Tun = 0x5001;

    /// <summary>Several queues, besides what a tap has.</summary>
    internal const short ManyQueues = 0x5102;

    // With O_CLOEXEC and SOCK_CLOEXEC: other tests start programs meanwhile, which must not inherit them.
    private const int ReadWrite = 0x80002;
    private const int RawSocket = 0x80003;

    private const int AttachRequest = 0x400454CA;
    private const int PersistRequest = 0x400454CB;
    private const int OwnerRequest = 0x400454CC;
    private const int SetFlags = 0x8914;
    private const int SetMtu = 0x8922;
    private const int SetQueueLength = 0x8943;

    // A byte more than a guest can send.
    private const int MostFrame = 65536 + 14 + 1;

    // Of frames that wait to be looked at: what a guest can send while a test does something else.
    private const int Room = 16 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly string _name;
    private readonly short _flags;
    private readonly int _socket;
    private readonly byte[] _room = new byte[MostFrame];

    /// <param name="owner">The user who may attach to it.</param>
    /// <param name="flags">What it carries.</param>
    /// <param name="isUp">Whether the host's side is up.</param>
    internal HostTap(string name, int mtu = 1500, int owner = 0, short flags = Tap, bool isUp = true)
    {
        (_name, _flags) = (name, flags);
        Attach(fd =>
        {
            Check(ioctl(fd, PersistRequest, 1), "TUNSETPERSIST");
            Check(ioctl(fd, OwnerRequest, owner), "TUNSETOWNER");
        });
        _socket = Check(socket(17, RawSocket, 0x0300), "socket");
        Request mtuRequest = new(name) { Value = mtu };
        Check(ioctl(_socket, SetMtu, (nint)(&mtuRequest)), "SIOCSIFMTU");
        IsUp = isUp;
        Address address = new() { Family = 17, Protocol = 0x0300, Index = (int)if_nametoindex(Encoding.ASCII.GetBytes(name + "\0")) };
        Check(bind(_socket, &address, sizeof(Address)), "bind");
        // Past the queueing discipline, which is put in place some time after somebody has attached, and takes frames and drops them until then.
        int bypass = 1;
        Check(setsockopt(_socket, 263, 20, &bypass, sizeof(int)), "PACKET_QDISC_BYPASS");
        int room = Room;
        Check(setsockopt(_socket, 1, 33, &room, sizeof(int)), "SO_RCVBUFFORCE");
    }

    /// <summary>Sets the host's side up or down.</summary>
    internal bool IsUp
    {
        set
        {
            Request request = new(_name) { Value = value ? 1 : 0 };
            Check(ioctl(_socket, SetFlags, (nint)(&request)), "SIOCSIFFLAGS");
        }
    }

    /// <summary>How many frames wait for whoever is attached before others are lost.</summary>
    internal int QueueLength
    {
        set
        {
            Request request = new(_name) { Value = value };
            Check(ioctl(_socket, SetQueueLength, (nint)(&request)), "SIOCSIFTXQLEN");
        }
    }

    /// <summary>Sends a frame to whoever is attached.</summary>
    /// <returns>False when the interface does not take it.</returns>
    internal bool Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* start = frame)
        {
            return send(_socket, start, frame.Length, 0) == frame.Length;
        }
    }

    /// <summary>Sends a segment of TCP over IPv4 that is longer than the MTU, for whoever is attached to cut.</summary>
    /// <param name="frame">Without a checksum of TCP's.</param>
    /// <param name="part">How much each part carries.</param>
    /// <returns>False when the interface does not take it: nobody is attached who cuts.</returns>
    internal bool SendLong(ReadOnlySpan<byte> frame, int part)
    {
        // struct virtio_net_hdr: an incomplete checksum, of TCP over IPv4; the lengths of the headers and of a part; where the checksum is.
        byte[] header = [1, 1, 54, 0, (byte)part, (byte)(part >> 8), 34, 0, 16, 0];
        int with = 1;
        int without = 0;
        Check(setsockopt(_socket, 263, 15, &with, sizeof(int)), "PACKET_VNET_HDR");
        bool isSent = Send([.. header, .. frame]);
        Check(setsockopt(_socket, 263, 15, &without, sizeof(int)), "PACKET_VNET_HDR");
        return isSent;
    }

    /// <summary>Waits for a frame of a protocol that whoever is attached has sent.</summary>
    /// <param name="patience">How long; long enough for any machine by default.</param>
    /// <returns>The frame; null when none came.</returns>
    internal byte[]? Receive(int protocol, TimeSpan? patience = null)
    {
        TimeSpan most = patience ?? _patience;
        for (Stopwatch waited = Stopwatch.StartNew(); waited.Elapsed < most;)
        {
            Poll wanted = new() { Descriptor = _socket, Events = 1 };
            if (poll(&wanted, 1, (int)(most - waited.Elapsed).TotalMilliseconds + 1) != 1)
            {
                continue;
            }
            int length;
            fixed (byte* room = _room)
            {
                length = (int)recv(_socket, room, MostFrame, 0);
            }
            if (length >= 14 && ((_room[12] << 8) | _room[13]) == protocol)
            {
                return _room[..length];
            }
        }
        return null;
    }

    /// <summary>Deletes the tap, attached or not.</summary>
    internal void Delete() => RunIp("link", "del", _name);

    public void Dispose() => _ = close(_socket);

    private static void RunIp(params string[] arguments)
    {
        using Process program = Process.Start("ip", arguments);
        program.WaitForExit();
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: error {Marshal.GetLastPInvokeError()}");

    private void Attach(Action<int> use)
    {
        int fd = Check(open("/dev/net/tun\0"u8.ToArray(), ReadWrite), "open /dev/net/tun");
        Request request = new(_name) { Value = _flags };
        Check(ioctl(fd, AttachRequest, (nint)(&request)), "TUNSETIFF");
        use(fd);
        _ = close(fd);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int fd, nint request, nint argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(int fd, Address* address, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(int fd, int level, int option, int* value, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint send(int fd, byte* data, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint recv(int fd, byte* data, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(Poll* wanted, nint count, int milliseconds);

    [DllImport("libc")]
    private static extern uint if_nametoindex(byte[] name);

    // struct ifreq
    [StructLayout(LayoutKind.Explicit, Size = 40)]
    private struct Request
    {
        [FieldOffset(0)]
        private fixed byte _name[16];

        [FieldOffset(16)]
        internal int Value;

        internal Request(string name)
        {
            fixed (byte* start = _name)
            {
                Encoding.ASCII.GetBytes(name, new Span<byte>(start, 15));
            }
        }
    }

    // struct sockaddr_ll
    [StructLayout(LayoutKind.Sequential)]
    private struct Address
    {
        internal ushort Family;
        internal ushort Protocol;
        internal int Index;
        internal ushort HardwareType;
        internal byte PacketType;
        internal byte Length;
        internal ulong Hardware;
    }

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}
