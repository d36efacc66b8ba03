using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>Numbers of netlink(7) itself.</summary>
[CHeader("linux/netlink.h")]
internal static class NetlinkConstants
{
    /// <summary>The protocol about interfaces, addresses and routes.</summary>
    internal const int NETLINK_ROUTE = 0;

    /// <summary>The type of an answer that is an error number, negated.</summary>
    internal const ushort NLMSG_ERROR = 2;

    /// <summary>The flag of every request.</summary>
    internal const ushort NLM_F_REQUEST = 1;

    /// <summary>Attributes start at multiples of this.</summary>
    internal const int NLA_ALIGNTO = 4;

    /// <summary>The type of an attribute without its flags.</summary>
    internal const int NLA_TYPE_MASK = ~0xC000;
}
