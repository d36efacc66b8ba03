using Kiln.Jailer.Jail.Taps;
using Kiln.Linux.Network;
using Xunit;

namespace Kiln.Jailer.Tests.Taps;

/// <summary>Each cause for which a jail cannot have an interface that is there has a line of its own; one that fits has none.</summary>
public sealed class TapRefusalTests
{
    private const uint User = 1234;
    private const uint Group = 4321;

    private static readonly TapRequest _request = new("tap0", Mtu: null, Bridge: null, 64);
    private static readonly TunInterface _tun = new(User, Group: null, IsTap: true, IsPersistent: true, HasManyQueues: false);
    private static readonly NetworkInterface _tap = new("tap0", 7, IsUp: true, 1500, Master: null, "tun", _tun);
    private static readonly NetworkInterface _bridge = new("br0", 3, IsUp: true, 1500, Master: null, "bridge", Tun: null);

    [Fact]
    public void ATapThatFitsIsTaken()
    {
        Assert.Null(Reason(_tap));
        Assert.Null(Reason(_tap with { Tun = _tun with { Group = Group } }));
        Assert.Null(Reason(_tap, _request with { Mtu = 1500 }));
        Assert.Null(Reason(_tap with { Master = 3 }, _request with { Bridge = "br0" }, _bridge));
    }

    [Fact]
    public void AnyOtherIsRefusedWithItsCause()
    {
        Assert.Contains("another kind (dummy)", Reason(_tap with { Kind = "dummy", Tun = null }), StringComparison.Ordinal);
        Assert.Contains("another kind (hardware or loopback)", Reason(_tap with { Kind = "", Tun = null }), StringComparison.Ordinal);
        Assert.Contains("in tun mode", Reason(_tap with { Tun = _tun with { IsTap = false } }), StringComparison.Ordinal);
        Assert.Contains("made with multi_queue", Reason(_tap with { Tun = _tun with { HasManyQueues = true } }), StringComparison.Ordinal);
        Assert.Contains("attached to a process already", Reason(_tap with { Tun = _tun with { IsPersistent = false } }), StringComparison.Ordinal);
        Assert.Contains("has no owner", Reason(_tap with { Tun = _tun with { Owner = null } }), StringComparison.Ordinal);
        Assert.Contains("belongs to user 0, and the jail is user 1234's", Reason(_tap with { Tun = _tun with { Owner = 0 } }), StringComparison.Ordinal);
        Assert.Contains("belongs to group 0, and the jail is group 4321's", Reason(_tap with { Tun = _tun with { Group = 0 } }), StringComparison.Ordinal);
        Assert.Contains("it is down: run ip link set tap0 up", Reason(_tap with { IsUp = false }), StringComparison.Ordinal);
        Assert.Contains("its MTU is 1500, not 1400", Reason(_tap, _request with { Mtu = 1400 }), StringComparison.Ordinal);
        Assert.Contains("no port of the bridge br0", Reason(_tap, _request with { Bridge = "br0" }, _bridge), StringComparison.Ordinal);
        Assert.Contains("no port of the bridge br0", Reason(_tap with { Master = 4 }, _request with { Bridge = "br0" }, _bridge), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoBridgeIsRefused()
    {
        TapRequest request = _request with { Bridge = "br0" };

        Assert.Null(TapRefusal.OfBridge(request, _bridge));
        Assert.Contains("has no bridge br0", TapRefusal.OfBridge(request, null)!.Message, StringComparison.Ordinal);
        Assert.Contains("br0 is no bridge but an interface of another kind (tun)", TapRefusal.OfBridge(request, _tap)!.Message, StringComparison.Ordinal);
    }

    private static string? Reason(NetworkInterface present, TapRequest? request = null, NetworkInterface? bridge = null) =>
        TapRefusal.OfPresent(request ?? _request, present, bridge, User, Group)?.Message;
}
