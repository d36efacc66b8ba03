using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Network;

/// <summary>A socket that asks the kernel about interfaces of the network namespace of the thread that makes it (rtnetlink(7)).</summary>
internal sealed unsafe class RouteSocket : OwnedDescriptor
{
    // The kernel tells some 1.5 KiB of an interface, more of one with many addresses of hardware; a longer answer would be cut off.
    [NotInHeader("Kiln's own bound")]
    private const int MostAnswer = 32768;

    private RouteSocket(int number)
        : base(number)
    {
    }

    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    internal static RouteSocket Create() => new(LinuxException.ThrowIfFailed(
        LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, NetlinkConstants.NETLINK_ROUTE), "socket"));

    /// <summary>Asks for an interface.</summary>
    /// <param name="name">A name that <see cref="InterfaceName.Fits"/>.</param>
    /// <returns>The interface, or null if there is none of this name.</returns>
    /// <exception cref="LinuxException"/>
    internal NetworkInterface? AskFor(string name)
    {
        Demand(Descriptor.Send(Request(name)), "send", name);
        byte[] buffer = new byte[MostAnswer];
        IoResult received = Descriptor.Receive(buffer);
        Demand(received, "recv", name);
        ReadOnlySpan<byte> answer = buffer.AsSpan(0, received.Count);
        if (!MemoryMarshal.TryRead(answer, out nlmsghdr header) || header.nlmsg_len > answer.Length || header.nlmsg_len < sizeof(nlmsghdr))
        {
            throw new LinuxException(new SystemError(Errno.EPROTO, nameof(RouteMessage.RTM_GETLINK), name));
        }
        ReadOnlySpan<byte> content = answer[sizeof(nlmsghdr)..(int)header.nlmsg_len];
        if (header.nlmsg_type == NetlinkConstants.NLMSG_ERROR && MemoryMarshal.TryRead(content, out int error))
        {
            Errno errno = new(-error);
            return errno == Errno.ENODEV ? null : throw new LinuxException(new SystemError(errno, nameof(RouteMessage.RTM_GETLINK), name));
        }
        return header.nlmsg_type == (ushort)RouteMessage.RTM_NEWLINK && MemoryMarshal.TryRead(content, out ifinfomsg link)
            ? NetworkInterface.From(link, new LinkAttributes(content[sizeof(ifinfomsg)..]))
            : throw new LinuxException(new SystemError(Errno.EPROTO, nameof(RouteMessage.RTM_GETLINK), name));
    }

    // The header, the interface's own part, and one attribute: the name with its NUL, padded.
    private static byte[] Request(string name)
    {
        int length = Encoding.UTF8.GetByteCount(name) + 1;
        int start = sizeof(nlmsghdr) + sizeof(ifinfomsg);
        byte[] request = new byte[start + sizeof(nlattr) + ifreq.NameRoom];
        MemoryMarshal.Write(request, new nlmsghdr
        {
            nlmsg_len = (uint)request.Length,
            nlmsg_type = (ushort)RouteMessage.RTM_GETLINK,
            nlmsg_flags = NetlinkConstants.NLM_F_REQUEST,
        });
        MemoryMarshal.Write(request.AsSpan(start), new nlattr { nla_len = (ushort)(sizeof(nlattr) + length), nla_type = LinkAttribute.IFLA_IFNAME });
        Encoding.UTF8.GetBytes(name, request.AsSpan(start + sizeof(nlattr)));
        return request;
    }

    private static void Demand(IoResult result, string call, string name)
    {
        if (result.Failed)
        {
            throw new LinuxException(new SystemError(result.Errno, call, name));
        }
    }
}
