using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Net;
using Tmds.Linux;

namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>
/// A socket that keeps message boundaries in place of a tap: a read takes one frame, and truncates it silently, a write gives one. It takes no offloads.
/// </summary>
internal sealed class FakeTap : IDisposable
{
    private readonly OwnedDescriptor _host;

    /// <param name="mtu">The MTU that the device is told.</param>
    internal unsafe FakeTap(int mtu = 1500)
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(
            LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_SEQPACKET | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0, ends), "socketpair");
        Tap = new Tap("fake0", mtu, new OwnedDescriptor(ends[0]));
        _host = new OwnedDescriptor(ends[1]);
    }

    /// <summary>The device's end.</summary>
    internal Tap Tap { get; }

    /// <summary>Sends a frame to the guest.</summary>
    /// <param name="frame">With the virtio header.</param>
    /// <returns>False when the tap is full.</returns>
    internal bool Send(ReadOnlySpan<byte> frame) => _host.Descriptor.Write(frame) is { Failed: false };

    /// <summary>Takes a frame of the guest.</summary>
    /// <param name="room">Room for the longest frame.</param>
    /// <returns>The frame with the virtio header; empty when there is none.</returns>
    internal ReadOnlySpan<byte> Receive(Span<byte> room) => room[.._host.Descriptor.Read(room).Count];

    /// <summary>Takes the frames away that the device has not taken.</summary>
    /// <param name="room">Room for the longest frame.</param>
    internal void Discard(Span<byte> room)
    {
        while (!Tap.Descriptor.Read(room).Failed)
        {
        }
    }

    public void Dispose()
    {
        Tap.Dispose();
        _host.Dispose();
    }
}
