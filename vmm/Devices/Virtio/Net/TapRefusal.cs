using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>Says why a tap cannot be had: the contract's message, which clients match, then the cause that the kernel's answer hides, and the cure.</summary>
internal static class TapRefusal
{
    /// <summary>The device node by which taps are opened.</summary>
    internal const string Node = "/dev/net/tun";

    private const string Category = "Open tap device failed: ";

    internal static string OfName(string name) =>
        $"{Category}Invalid interface name; {Excerpt.Of(name)} is none: an interface of the host has at most {InterfaceName.MostLength} bytes";

    /// <param name="error">Why the node cannot be opened.</param>
    internal static string OfNode(SystemError error) => $"{Category}Couldn't open {Node}: {error.Errno.Description}; {CureOf(error.Errno)}";

    /// <param name="error">Why the kernel does not attach the descriptor.</param>
    /// <param name="tun">The descriptor, attached to nothing; it may be attached to something afterwards.</param>
    internal static string OfAttaching(SystemError error, string name, Descriptor tun) =>
        $"{Category}Error while creating ifreq structure: {error.Errno.Description}. Invalid TUN/TAP Backend provided by {Excerpt.Of(name)}. "
        + $"Check our documentation on setting up the network devices. {CauseOf(error.Errno, name, tun)}";

    /// <param name="name">A tap that another interface of the machine has.</param>
    internal static string OfTwice(string name) => OfAttaching(new SystemError(Errno.EBUSY, ""), name, default);

    private static string CureOf(Errno error)
    {
        bool isAbsent = error == Errno.ENOENT || error == Errno.ENXIO || error == Errno.ENODEV;
        return isAbsent
            ? "load the kernel's module tun, and make the node (character device 10:200) where the monitor looks for it; a jail has its own, unless its taps come from jailer --tap: then name one of those"
            : "make the node readable and writable for the monitor's user";
    }

    private static string CauseOf(Errno error, string name, Descriptor tun)
    {
        string shown = Excerpt.Of(name);
        return error switch
        {
            _ when error == Errno.EBUSY => $"{shown} is attached already: end the process that has it, or give each interface a tap of its own",
            _ when error == Errno.EPERM && IsAbsent(name) =>
                $"there is no {shown}, and the monitor may not make one: make it in the monitor's network namespace (ip tuntap add)",
            _ when error == Errno.EPERM => $"{shown} belongs to another user: make it for the monitor's (ip tuntap add ... user UID)",
            _ when error == Errno.EINVAL && IsOther(name, tun, TunFlags.IFF_TAP | TunFlags.IFF_MULTI_QUEUE) =>
                $"{shown} was made with multi_queue: make it without",
            _ when error == Errno.EINVAL && IsOther(name, tun, TunFlags.IFF_TUN) =>
                $"{shown} is in tun mode and carries no Ethernet frames: make it in tap mode (ip tuntap add ... mode tap)",
            _ when error == Errno.EINVAL => $"{shown} is no tap, or no name that the kernel takes: name a tap",
            _ => $"{shown} cannot be attached",
        };
    }

    private static bool IsAbsent(string name) => TapControl.TryGetMtu(name, out _)?.Errno == Errno.ENODEV;

    // With the flags that an interface was made with, the kernel gets beyond the check that answers EINVAL.
    private static bool IsOther(string name, Descriptor tun, TunFlags flags) =>
        TapControl.TryAttach(tun, name, flags | TunFlags.IFF_NO_PI, out _)?.Errno != Errno.EINVAL;
}
