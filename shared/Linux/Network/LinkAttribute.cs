using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>Attributes of an interface, and of what its kind tells of itself (rtnetlink(7)).</summary>
[CHeader("linux/if_link.h")]
internal static class LinkAttribute
{
    internal const ushort IFLA_IFNAME = 3;

    internal const ushort IFLA_MTU = 4;

    /// <summary>The number of the interface that this one is a port of.</summary>
    internal const ushort IFLA_MASTER = 10;

    /// <summary>Holds the attributes of the kind.</summary>
    internal const ushort IFLA_LINKINFO = 18;

    /// <summary>The name of the kind; in <see cref="IFLA_LINKINFO"/>.</summary>
    internal const ushort IFLA_INFO_KIND = 1;

    /// <summary>What the kind tells; in <see cref="IFLA_LINKINFO"/>.</summary>
    internal const ushort IFLA_INFO_DATA = 2;

    /// <summary>Missing when the interface has none; this and the following in <see cref="IFLA_INFO_DATA"/> of the kind <c>tun</c>.</summary>
    internal const ushort IFLA_TUN_OWNER = 1;

    /// <summary>Missing when the interface has none.</summary>
    internal const ushort IFLA_TUN_GROUP = 2;

    /// <summary><see cref="TunFlags.IFF_TUN"/> or <see cref="TunFlags.IFF_TAP"/>.</summary>
    internal const ushort IFLA_TUN_TYPE = 3;

    /// <summary>Whether it stays when nobody is attached.</summary>
    internal const ushort IFLA_TUN_PERSIST = 6;

    internal const ushort IFLA_TUN_MULTI_QUEUE = 7;
}
