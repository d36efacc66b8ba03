using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>What a tap may leave to its reader (TUNSETOFFLOAD). The kernel refuses segmentation without checksums.</summary>
[Flags]
[CHeader("linux/if_tun.h")]
public enum TunOffloads : uint
{
    [NotInHeader("no bit")]
    None = 0,

    /// <summary>Frames whose checksum is not complete.</summary>
    TUN_F_CSUM = 1,

    /// <summary>TCP segments over IPv4 longer than the MTU.</summary>
    TUN_F_TSO4 = 2,

    /// <summary>TCP segments over IPv6 longer than the MTU.</summary>
    TUN_F_TSO6 = 4,

    /// <summary>UDP datagrams longer than the MTU.</summary>
    TUN_F_UFO = 0x10,
}
