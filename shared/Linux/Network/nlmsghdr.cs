using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>The start of a message of netlink(7).</summary>
[CHeader("linux/netlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct nlmsghdr
{
    /// <summary>Length of the message with this header, in bytes.</summary>
    public uint nlmsg_len;

    public ushort nlmsg_type;

    public ushort nlmsg_flags;

    public uint nlmsg_seq;

    public uint nlmsg_pid;
}
