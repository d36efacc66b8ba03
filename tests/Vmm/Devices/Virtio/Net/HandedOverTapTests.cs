using Kiln.Linux.Descriptors;
using Kiln.Linux.Network;
using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model.Devices;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>
/// A tap that the process was started with is taken only if it is the one that is named, as the monitor makes its own. Whatever else lies at its number is
/// left alone, and the interface refused with one line.
/// </summary>
public sealed class HandedOverTapTests
{
    // Above what the test host opens by itself.
    private const int First = 920;

    // Behind all numbers of taps.
    private const int Elsewhere = 960;

    // The kernel does not attach a second time.
    private const string Attached = " is attached already: end the process that has it";

    private const TunFlags Tap = TunFlags.IFF_TAP | TunFlags.IFF_NO_PI | TunFlags.IFF_VNET_HDR;

    [Fact]
    public void TheOneThatIsNamedIsTaken() => With("t0", Tap, taps =>
    {
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t0"), out string device));

        Assert.Equal(("t0", First, true), (device, taps["a"].Descriptor.Number, taps["a"].IsHandedOver));
    });

    // Without the virtio header, in tun mode, or with several queues.
    [Theory]
    [InlineData(TunFlags.IFF_TAP | TunFlags.IFF_NO_PI, Attached)]
    [InlineData(TunFlags.IFF_TUN | TunFlags.IFF_NO_PI | TunFlags.IFF_VNET_HDR, "t0 is in tun mode and carries no Ethernet frames: ")]
    [InlineData(Tap | TunFlags.IFF_MULTI_QUEUE, "t0 was made with multi_queue: ")]
    internal void OneOfAnotherKindIsNot(TunFlags flags, string cause) => With("t0", flags, taps => AssertRefused(taps, "t0", cause));

    [Fact]
    public void OneThatBlocksIsNot() => With(
        "t0", Tap, taps =>
        {
            Assert.Equal(0, SetFlags(First, 0));
            AssertRefused(taps, "t0");
        });

    [Fact]
    public void OneThatWasPutInItsPlaceIsNot() => With("t0", Tap, taps =>
    {
        using OwnedDescriptor named = Attach("t1", Tap);
        // The named one is elsewhere, and at its number is another.
        AssertRefused(taps, "t1");
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("b", "t0"), out _));
    });

    [Fact]
    public void OneThatWasReplacedAfterItWasTakenIsFoundOut() => With("t0", Tap, taps =>
    {
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t0"), out _));
        // The interface gives it up, and something else is put at the number.
        using HostTap host = new("t2");
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t2"), out _));
        using OwnedDescriptor held = new(Copy(First));
        using OwnedDescriptor other = Attach("t1", Tap);
        Assert.Null(other.Descriptor.TryCopyTo(First));

        AssertRefused(taps, "t0");
    });

    [Fact]
    public void WhatIsNoTapIsNot() => With("t0", Tap, taps =>
    {
        using OwnedDescriptor held = new(Copy(First));
        using EventFd other = EventFd.Create();
        Assert.Null(other.Descriptor.TryCopyTo(First));

        AssertRefused(taps, "t0");
    });

    private static void AssertRefused(Taps taps, string name, string cause = Attached)
    {
        string? reason = taps.Open(new NetworkInterfaceConfiguration("z", name), out _);

        Assert.NotNull(reason);
        Assert.StartsWith("Open tap device failed: Error while creating ifreq structure: ", reason, StringComparison.Ordinal);
        Assert.Contains(cause, reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
        Assert.Throws<KeyNotFoundException>(() => taps["z"]);
    }

    private static int Copy(int number) => new Descriptor(number).TryCopyFrom(Elsewhere, out int given) is null ? given : throw new InvalidOperationException();

    private static unsafe int SetFlags(int number, int flags) => LibC.fcntl(number, LibC.F_SETFL, flags);

    private static OwnedDescriptor Attach(string name, TunFlags flags)
    {
        Assert.Null(OwnedDescriptor.TryOpen(TapRefusal.Node, LibC.O_RDWR | LibC.O_NONBLOCK, 0, out OwnedDescriptor? file));
        Assert.Null(TapControl.TryAttach(file!.Descriptor, name, flags, out _));
        return file;
    }

    // In a namespace of the test's own, with a tap at the first number.
    private static void With(string name, TunFlags flags, Action<Taps> use)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using (OwnedDescriptor file = Attach(name, flags))
            {
                Assert.Null(file.Descriptor.TryCopyTo(First));
            }
            using Taps taps = new(First);
            try
            {
                use(taps);
            }
            finally
            {
                _ = LibC.close(First);
            }
        });
    }
}
