using System.Diagnostics;
using Kiln.Linux.Network;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Linux.Tests.Network;

/// <summary>What the kernel tells of interfaces is read as ip(8) made them.</summary>
public sealed class NetworkInterfaceTests
{
    [Theory]
    [InlineData("tuntap add t0 mode tap user 1234 group 4321", "t0", "tun", 1234u, 4321u, true, false)]
    [InlineData("tuntap add t0 mode tap", "t0", "tun", null, null, true, false)]
    [InlineData("tuntap add fifteen-bytes-x mode tun user 0", "fifteen-bytes-x", "tun", 0u, null, false, false)]
    [InlineData("tuntap add t0 mode tap multi_queue", "t0", "tun", null, null, true, true)]
    public void ATunInterfaceTellsWhoseItIs(string command, string name, string kind, uint? owner, uint? group, bool isTap, bool hasManyQueues)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            Ip(command);

            NetworkInterface found = NetworkInterface.Find(name)!;

            Assert.Equal((name, kind, false, 1500, null), (found.Name, found.Kind, found.IsUp, found.Mtu, found.Master));
            Assert.Equal(new TunInterface(owner, group, isTap, IsPersistent: true, hasManyQueues), found.Tun);
        });
    }

    [Fact]
    public void OthersTellTheirKind()
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            Ip("link add br0 type bridge");
            Ip("tuntap add t0 mode tap");
            Ip("link set t0 mtu 1400 master br0 up");
            NetworkInterface bridge = NetworkInterface.Find("br0")!;
            NetworkInterface port = NetworkInterface.Find("t0")!;

            Assert.Equal(("bridge", null), (bridge.Kind, bridge.Tun));
            Assert.Equal((bridge.Index, true, 1400), (port.Master, port.IsUp, port.Mtu));
            Assert.Equal("", NetworkInterface.Find("lo")!.Kind);
            Assert.Null(NetworkInterface.Find("t1"));
            Assert.Null(NetworkInterface.Find("fifteen-bytes-x"));
        });
    }

    [Fact]
    public void InterfacesAreChanged()
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            Ip("link add br0 type bridge");
            Ip("tuntap add t0 mode tap");
            int index = NetworkInterface.Find("t0")!.Index;

            Assert.Null(InterfaceControl.TrySetMtu("t0", 65521));
            Assert.Equal("EINVAL", InterfaceControl.TrySetMtu("t0", 65522)!.Value.Errno.Name);
            Assert.Null(InterfaceControl.TryAddToBridge("br0", index));
            Assert.Equal("EBUSY", InterfaceControl.TryAddToBridge("br0", index)!.Value.Errno.Name);
            Assert.Equal("ENODEV", InterfaceControl.TryAddToBridge("br1", index)!.Value.Errno.Name);
            Assert.Null(InterfaceControl.TrySetUp("t0"));

            NetworkInterface changed = NetworkInterface.Find("t0")!;
            Assert.Equal((65521, true, NetworkInterface.Find("br0")!.Index), (changed.Mtu, changed.IsUp, changed.Master));
        });
    }

    private static void Ip(string arguments)
    {
        using Process program = Process.Start("ip", arguments.Split(' '));
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
    }
}
