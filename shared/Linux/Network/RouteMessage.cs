using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>Types of messages (rtnetlink(7)).</summary>
[CHeader("linux/rtnetlink.h")]
internal enum RouteMessage : ushort
{
    /// <summary>Tells of an interface.</summary>
    RTM_NEWLINK = 16,

    /// <summary>Asks for an interface.</summary>
    RTM_GETLINK = 18,
}
