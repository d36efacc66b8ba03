using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>What an interface of /dev/net/tun carries (TUNSETIFF).</summary>
[Flags]
[CHeader("linux/if_tun.h")]
public enum TunFlags : short
{
    /// <summary>IP packets.</summary>
    IFF_TUN = 1,

    /// <summary>Ethernet frames.</summary>
    IFF_TAP = 2,

    /// <summary>Several descriptors share the interface.</summary>
    IFF_MULTI_QUEUE = 0x100,

    /// <summary>No protocol information in front of a frame.</summary>
    IFF_NO_PI = 0x1000,

    /// <summary>A virtio header in front of each frame.</summary>
    IFF_VNET_HDR = 0x4000,
}
