using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Linux.Network;

/// <summary>Changes interfaces in the network namespace of this thread, which takes CAP_NET_ADMIN there.</summary>
public static class InterfaceControl
{
    /// <param name="mtu">In bytes.</param>
    /// <returns>Null on success, otherwise why not; EINVAL when the interface cannot have it.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    public static SystemError? TrySetMtu(string name, int mtu)
    {
        ifreq request = InterfaceName.Request(name);
        request.ifr_mtu = mtu;
        return TryControl(InterfaceRequest.SIOCSIFMTU, nameof(InterfaceRequest.SIOCSIFMTU), name, ref request);
    }

    /// <summary>Sets an interface up, and leaves its other flags as they are.</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    public static SystemError? TrySetUp(string name)
    {
        ifreq request = InterfaceName.Request(name);
        if (TryControl(InterfaceRequest.SIOCGIFFLAGS, nameof(InterfaceRequest.SIOCGIFFLAGS), name, ref request) is { } error)
        {
            return error;
        }
        request.ifr_flags |= (short)InterfaceFlags.IFF_UP;
        return TryControl(InterfaceRequest.SIOCSIFFLAGS, nameof(InterfaceRequest.SIOCSIFFLAGS), name, ref request);
    }

    /// <summary>Makes an interface a port of a bridge.</summary>
    /// <param name="index">The interface's number.</param>
    /// <returns>Null on success, otherwise why not; EBUSY when it is a port of another one.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    public static SystemError? TryAddToBridge(string bridge, int index)
    {
        ifreq request = InterfaceName.Request(bridge);
        request.ifr_ifindex = index;
        return TryControl(InterfaceRequest.SIOCBRADDIF, nameof(InterfaceRequest.SIOCBRADDIF), bridge, ref request);
    }

    private static SystemError? TryControl(uint number, string call, string name, ref ifreq request)
    {
        using UnixSocket socket = UnixSocket.Create();
        return socket.Descriptor.Control(number, ref request) == 0 ? null : SystemError.Last(call, name);
    }
}
