using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>Flags of an interface (netdevice(7)).</summary>
[Flags]
[CHeader("linux/if.h")]
internal enum InterfaceFlags : uint
{
    /// <summary>Administratively up.</summary>
    IFF_UP = 1,
}
