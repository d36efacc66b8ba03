using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Testing.Harness.Wires;

/// <summary>
/// Ends of a wire that are interfaces of the network namespace in which they are made. Frames have a virtio header of 10 bytes in front, so that long segments
/// and incomplete checksums pass as they are.
/// </summary>
internal static unsafe class InterfaceEnds
{
    // O_CLOEXEC among them: other tests start programs meanwhile, which must not inherit a descriptor.
    private const int ReadWriteNonBlocking = 0x80802;
    private const int AttachRequest = 0x400454CA;
    private const int OffloadRequest = 0x400454D0;

    // IFF_TAP, IFF_NO_PI and IFF_VNET_HDR; checksums and segmentation of TCP over IPv4.
    private const short TapFlags = 0x5002;
    private const nint Offloads = 3;

    private const int PacketFamily = 17;
    private const int PacketLevel = 263;
    private const int BypassOption = 20;
    private const int HeaderOption = 15;

    // SOCK_RAW, SOCK_NONBLOCK and SOCK_CLOEXEC; every protocol.
    private const int RawNonBlocking = 0x80803;
    private const ushort EveryProtocol = 0x0300;

    /// <summary>Makes a tap whose frames are the kernel's: it lives as long as the end.</summary>
    internal static IWireEnd Tap(string name)
    {
        int fd = Check(open("/dev/net/tun\0"u8.ToArray(), ReadWriteNonBlocking), "open /dev/net/tun");
        byte* request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        Encoding.ASCII.GetBytes(name, new Span<byte>(request, 15));
        *(short*)(request + 16) = TapFlags;
        Check(ioctl(fd, AttachRequest, (nint)request), "TUNSETIFF");
        Check(ioctl(fd, OffloadRequest, Offloads), "TUNSETOFFLOAD");
        return new DescriptorEnd(fd);
    }

    /// <summary>The host's side of an interface to which somebody else is attached.</summary>
    internal static IWireEnd HostSide(string name)
    {
        int fd = Check(socket(PacketFamily, RawNonBlocking, EveryProtocol), "socket");
        int on = 1;
        Check(setsockopt(fd, PacketLevel, BypassOption, &on, sizeof(int)), "PACKET_QDISC_BYPASS");
        Check(setsockopt(fd, PacketLevel, HeaderOption, &on, sizeof(int)), "PACKET_VNET_HDR");
        byte* address = stackalloc byte[20];
        new Span<byte>(address, 20).Clear();
        *(ushort*)address = PacketFamily;
        *(ushort*)(address + 2) = EveryProtocol;
        *(uint*)(address + 4) = if_nametoindex(Encoding.ASCII.GetBytes(name + "\0"));
        Check(bind(fd, address, 20), "bind");
        return new DescriptorEnd(fd);
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: error {Marshal.GetLastPInvokeError()}");

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int fd);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int fd, nint request, nint argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int family, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(int fd, byte* address, int length);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(int fd, int level, int option, int* value, int length);

    [DllImport("libc")]
    private static extern uint if_nametoindex(byte[] name);

    [DllImport("libc", SetLastError = true)]
    private static extern nint read(int fd, byte* room, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int fd, byte* data, nint length);

    // A read takes a frame, a write gives one.
    private sealed class DescriptorEnd(int fd) : IWireEnd
    {
        public int Descriptor => fd;

        public int Read(Span<byte> room)
        {
            fixed (byte* start = room)
            {
                return Math.Max((int)read(fd, start, room.Length), 0);
            }
        }

        public void Write(ReadOnlySpan<byte> frame)
        {
            fixed (byte* start = frame)
            {
                _ = write(fd, start, frame.Length);
            }
        }

        public void Dispose() => _ = close(fd);
    }
}
