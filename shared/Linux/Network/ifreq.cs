using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>A request about an interface (netdevice(7)). The fields behind the name share their place.</summary>
[CHeader("linux/if.h")]
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct ifreq
{
    /// <summary>The name and a NUL.</summary>
    [FieldOffset(0)]
    public fixed byte ifr_name[NameRoom];

    [FieldOffset(16)]
    public short ifr_flags;

    [FieldOffset(16)]
    public int ifr_mtu;

    [FieldOffset(16)]
    public int ifr_ifindex;

    [NotInHeader("IFNAMSIZ, a macro of another spelling in C")]
    internal const int NameRoom = 16;
}
