using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>ioctl request numbers of network interfaces, which any socket takes.</summary>
[CHeader("linux/sockios.h")]
internal static class InterfaceRequest
{
    /// <summary>Returns the flags of an interface.</summary>
    internal const uint SIOCGIFFLAGS = 0x8913;

    /// <summary>Sets the flags of an interface.</summary>
    internal const uint SIOCSIFFLAGS = 0x8914;

    /// <summary>Returns the MTU of an interface.</summary>
    internal const uint SIOCGIFMTU = 0x8921;

    /// <summary>Sets the MTU of an interface.</summary>
    internal const uint SIOCSIFMTU = 0x8922;

    /// <summary>Makes an interface, by its index, a port of a bridge, by its name.</summary>
    internal const uint SIOCBRADDIF = 0x89A2;
}
