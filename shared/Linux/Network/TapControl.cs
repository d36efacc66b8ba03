using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Linux.Network;

/// <summary>Requests to taps: network interfaces whose frames a process reads and writes (/dev/net/tun).</summary>
public static class TapControl
{
    /// <summary>Attaches a descriptor of /dev/net/tun to an interface.</summary>
    /// <param name="name">A name that <see cref="InterfaceName.Fits"/>; with <c>%d</c> the kernel chooses a number.</param>
    /// <param name="given">The name that the interface has.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TryAttach(Descriptor tun, string name, TunFlags flags, out string given)
    {
        ifreq request = InterfaceName.Request(name);
        request.ifr_flags = (short)flags;
        bool isDone = tun.Control(TunRequest.TUNSETIFF, ref request) == 0;
        given = isDone ? InterfaceName.Of(request) : name;
        return isDone ? null : SystemError.Last(nameof(TunRequest.TUNSETIFF), name);
    }

    /// <summary>Asks which interface a descriptor is attached to.</summary>
    /// <param name="flags">What it carries, and flags that have no name here.</param>
    /// <returns>Null on success, otherwise why not; ENOTTY when the descriptor is of something else.</returns>
    public static SystemError? TryGetInterface(Descriptor tap, out string name, out TunFlags flags)
    {
        ifreq request = default;
        bool isDone = tap.Control(TunRequest.TUNGETIFF, ref request) == 0;
        (name, flags) = isDone ? (InterfaceName.Of(request), (TunFlags)request.ifr_flags) : ("", default);
        return isDone ? null : SystemError.Last(nameof(TunRequest.TUNGETIFF));
    }

    /// <summary>Sets the one user besides root who may attach to the interface.</summary>
    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TrySetOwner(Descriptor tap, uint user) =>
        tap.Control(TunRequest.TUNSETOWNER, user) == 0 ? null : SystemError.Last(nameof(TunRequest.TUNSETOWNER));

    /// <param name="length">The length of the virtio header, in bytes.</param>
    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TrySetHeaderLength(Descriptor tap, int length) =>
        tap.Control(TunRequest.TUNSETVNETHDRSZ, ref length) == 0 ? null : SystemError.Last(nameof(TunRequest.TUNSETVNETHDRSZ));

    /// <returns>Null on success, otherwise why not.</returns>
    public static SystemError? TrySetOffloads(Descriptor tap, TunOffloads offloads) =>
        tap.Control(TunRequest.TUNSETOFFLOAD, (nuint)offloads) == 0 ? null : SystemError.Last(nameof(TunRequest.TUNSETOFFLOAD));

    /// <summary>Asks for the MTU of an interface in the network namespace of this thread.</summary>
    /// <returns>Null on success, otherwise why not; ENODEV when there is no such interface.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    public static SystemError? TryGetMtu(string name, out int mtu)
    {
        ifreq request = InterfaceName.Request(name);
        using UnixSocket socket = UnixSocket.Create();
        bool isDone = socket.Descriptor.Control(InterfaceRequest.SIOCGIFMTU, ref request) == 0;
        mtu = isDone ? request.ifr_mtu : 0;
        return isDone ? null : SystemError.Last(nameof(InterfaceRequest.SIOCGIFMTU), name);
    }
}
