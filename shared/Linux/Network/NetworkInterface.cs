using Kiln.Linux.Errors;

namespace Kiln.Linux.Network;

/// <summary>An interface of the network namespace of this thread, as the kernel told of it a moment ago.</summary>
/// <param name="Index">Its number.</param>
/// <param name="IsUp">Whether it is administratively up.</param>
/// <param name="Mtu">In bytes.</param>
/// <param name="Master">The number of the interface that it is a port of, or null.</param>
/// <param name="Kind">Such as <c>bridge</c> or <c>tun</c>; empty for hardware.</param>
/// <param name="Tun">What the kind <c>tun</c> tells, or null.</param>
public sealed record NetworkInterface(string Name, int Index, bool IsUp, int Mtu, int? Master, string Kind, TunInterface? Tun)
{
    private const string TunKind = "tun";

    /// <summary>Looks an interface up.</summary>
    /// <param name="name">A name that <see cref="InterfaceName.Fits"/>.</param>
    /// <returns>The interface, or null if there is none of this name.</returns>
    /// <exception cref="LinuxException">The kernel refuses to tell.</exception>
    public static NetworkInterface? Find(string name)
    {
        using RouteSocket socket = RouteSocket.Create();
        return socket.AskFor(name);
    }

    internal static NetworkInterface From(ifinfomsg link, LinkAttributes attributes)
    {
        LinkAttributes info = attributes.Within(LinkAttribute.IFLA_LINKINFO);
        string kind = info.TextOf(LinkAttribute.IFLA_INFO_KIND);
        return new NetworkInterface(
            attributes.TextOf(LinkAttribute.IFLA_IFNAME),
            link.ifi_index,
            ((InterfaceFlags)link.ifi_flags).HasFlag(InterfaceFlags.IFF_UP),
            (int)(attributes.NumberOf(LinkAttribute.IFLA_MTU) ?? 0),
            (int?)attributes.NumberOf(LinkAttribute.IFLA_MASTER),
            kind,
            kind == TunKind ? TunInterface.From(info.Within(LinkAttribute.IFLA_INFO_DATA)) : null);
    }
}
