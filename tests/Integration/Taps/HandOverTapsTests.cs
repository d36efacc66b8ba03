using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;
using Errno = Kiln.Linux.Errors.Errno;

namespace Kiln.Integration.Tests.Taps;

/// <summary>The guest finds no frame that the host sent before there was a guest.</summary>
public sealed class HandOverTapsTests
{
    private const string Name = "kilnq0";
    private const TunFlags Flags = TunFlags.IFF_TAP | TunFlags.IFF_NO_PI | TunFlags.IFF_VNET_HDR;

    [Fact]
    public void TheQueueIsEmptyAndTheDescriptorStaysOpen()
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap host = new(Name);
            Ipv6.TurnOff(Name);
            using OwnedDescriptor tap = Attach();
            TapRequest request = new(Name, Mtu: null, Bridge: null, tap.Descriptor.Number);
            // A frame that is read shows that frames arrive, and that IPv6 sends none of its own.
            Assert.True(host.Send(Frame));
            Assert.Equal(Frame.Length + 10, Read(tap).Count);
            Assert.Equal(Errno.EAGAIN, Read(tap).Errno);
            for (int frame = 0; frame < 100; frame++)
            {
                Assert.True(host.Send(Frame));
            }
            Assert.NotEqual(0, Syscall.fcntl(tap.Descriptor.Number, FcntlCommand.F_GETFD));

            new HandOverTaps([request]).Apply(new JailState(_ => { }));

            Assert.Equal(Errno.EAGAIN, Read(tap).Errno);
            Assert.Equal(0, Syscall.fcntl(tap.Descriptor.Number, FcntlCommand.F_GETFD));
            Assert.True(host.Send(Frame));
            Assert.False(Read(tap).Failed);
        });
    }

    // Broadcast, of a type that nobody takes.
    private static byte[] Frame => [.. new byte[] { 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 0x88, 0xB5 }, .. new byte[50]];

    private static OwnedDescriptor Attach()
    {
        // O_RDWR | O_NONBLOCK
        Assert.Null(OwnedDescriptor.TryOpen(TapRefusal.Node, 0x802, 0, out OwnedDescriptor? tap));
        Assert.Null(TapControl.TryAttach(tap!.Descriptor, Name, Flags, out _));
        return tap;
    }

    private static IoResult Read(OwnedDescriptor tap) => tap.Descriptor.Read(new byte[2048]);
}
