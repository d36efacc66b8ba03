using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>What follows the header in messages about interfaces (rtnetlink(7)).</summary>
[CHeader("linux/rtnetlink.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct ifinfomsg
{
    public byte ifi_family;

    public byte __ifi_pad;

    public ushort ifi_type;

    /// <summary>The interface's number.</summary>
    public int ifi_index;

    /// <summary><see cref="InterfaceFlags"/>.</summary>
    public uint ifi_flags;

    public uint ifi_change;
}
