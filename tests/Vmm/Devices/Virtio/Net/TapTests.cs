using Kiln.Linux.Calls;
using Kiln.Linux.Capabilities;
using Kiln.Testing.Harness;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model.Devices;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Net;

/// <summary>Real taps, in a network namespace of the test's own: what is opened, and the reason for whatever cannot be.</summary>
public sealed class TapTests
{
    // Above what the test host opens by itself.
    private const int First = 980;

    private const string Contract = "Open tap device failed: Error while creating ifreq structure: ";
    private const string Where = ". Invalid TUN/TAP Backend provided by t0. Check our documentation on setting up the network devices. ";

    [Fact]
    public void ThereAreNumbersForAllTaps() => Assert.Equal(Taps.Capacity, DescriptorNumbers.LastTap - DescriptorNumbers.FirstTap + 1);

    [Fact]
    public void ATapIsOpenedByItsNameAndHasItsNumber() => InNamespace(() =>
    {
        using HostTap host = new("t0", mtu: 9000);
        using Taps taps = new(First);

        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t0"), out string device));

        Assert.Equal(("t0", First), (device, taps["a"].Descriptor.Number));
        Assert.Equal(9000 + 18 + 12, taps["a"].MostPlainFrame);
    });

    // Only the kernel knows which numbers are free.
    [Fact]
    public void TheKernelCompletesAName() => InNamespace(() =>
    {
        using Taps taps = new(First);

        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "many%d"), out string first));
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("b", "many%d"), out string second));

        Assert.Equal(("many0", "many1"), (first, second));
    });

    [Fact]
    public void AnInterfaceThatIsReplacedKeepsItsNumber() => InNamespace(() =>
    {
        using HostTap one = new("t0");
        using HostTap other = new("t1");
        using Taps taps = new(First);
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t0"), out _));
        // The same tap again, which the kernel would refuse.
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t0"), out _));

        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("a", "t1"), out _));
        Assert.Equal(First, taps["a"].Descriptor.Number);
        // The first one is free again.
        Assert.Null(taps.Open(new NetworkInterfaceConfiguration("b", "t0"), out _));
        Assert.NotNull(taps.Open(new NetworkInterfaceConfiguration("a", "missing/name"), out _));

        Assert.Equal(("t1", "t0"), (taps["a"].Name, taps["b"].Name));
    });

    [Theory]
    [InlineData("sixteen-letters-")]
    [InlineData("a\0b")]
    public void ANameThatTheKernelDoesNotTakeIsNone(string name) => Assert.StartsWith(
        "Open tap device failed: Invalid interface name; ", Tap.TryOpen(name, out _), StringComparison.Ordinal);

    [Fact]
    public void ATapThatIsAttachedSaysSo() => InNamespace(() =>
    {
        using HostTap host = new("t0");
        Assert.Null(Tap.TryOpen("t0", out Tap? tap));
        using (tap)
        {
            Assert.Equal(
                $"{Contract}Resource busy (os error 16){Where}t0 is attached already: end the process that has it, or give each interface a tap of its own",
                Tap.TryOpen("t0", out _));
        }
    });

    [Theory]
    [InlineData(HostTap.ManyQueues, "t0 was made with multi_queue: make it without")]
    [InlineData(HostTap.Tun, "t0 is in tun mode and carries no Ethernet frames: make it in tap mode (ip tuntap add ... mode tap)")]
    public void ATapOfAnotherKindSaysWhich(short flags, string cause) => InNamespace(() =>
    {
        using HostTap host = new("t0", flags: flags);

        Assert.Equal($"{Contract}Invalid argument (os error 22){Where}{cause}", Tap.TryOpen("t0", out _));
    });

    [Fact]
    public void WhatIsNoTapSaysSo() => InNamespace(() => Assert.EndsWith(
        "lo is no tap, or no name that the kernel takes: name a tap", Tap.TryOpen("lo", out _), StringComparison.Ordinal));

    [Fact]
    public void WithoutPrivilegeATapOfAnotherUserAndOneThatIsNotThereDiffer() => InNamespace(() =>
    {
        using HostTap host = new("t0", owner: 1234);
        CallSequence calls = new();
        CapabilitySets.PrepareDropping(calls);
        Assert.Null(calls.Run());

        Assert.Equal(
            $"{Contract}Operation not permitted (os error 1){Where}t0 belongs to another user: make it for the monitor's (ip tuntap add ... user UID)",
            Tap.TryOpen("t0", out _));
        Assert.EndsWith(
            "there is no t1, and the monitor may not make one: make it in the monitor's network namespace (ip tuntap add)",
            Tap.TryOpen("t1", out _), StringComparison.Ordinal);
    });

    private static void InNamespace(Action body)
    {
        Requires.Taps();
        PrivateNetwork.Run(body);
    }
}
