using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>The start of an attribute in a message of netlink(7).</summary>
[CHeader("linux/netlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct nlattr
{
    /// <summary>Length of the attribute with this header, in bytes, without the padding to four bytes that follows.</summary>
    public ushort nla_len;

    /// <summary>The two highest bits are flags.</summary>
    public ushort nla_type;
}
