using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;

namespace Kiln.Jailer.Jail.Taps;

/// <summary>Says why a jail cannot have a tap, with the cure. The kernel has one error for several causes; here each has its own line.</summary>
internal static class TapRefusal
{
    /// <summary>The device node by which taps are made and taken.</summary>
    internal const string Node = "/dev/net/tun";

    /// <summary>Why a host without the node has no taps.</summary>
    internal const string NoNode = $"this host has no {Node}, which --tap needs; load the kernel's module tun (modprobe tun)";

    private const string BridgeKind = "bridge";

    /// <summary>The reason against an interface that is there already.</summary>
    /// <param name="present">The interface of that name.</param>
    /// <param name="bridge">The bridge that is asked for, or null.</param>
    /// <param name="user">The jail's user.</param>
    /// <param name="group">The jail's group.</param>
    /// <returns>Null when the jail can take it.</returns>
    internal static JailerFailure? OfPresent(TapRequest request, NetworkInterface present, NetworkInterface? bridge, uint user, uint group)
    {
        string name = request.Name;
        string? reason = present switch
        {
            { Tun: null } => $"the name is taken by an interface of another kind ({KindOf(present)}): choose another name",
            { Tun.IsTap: false } => "it is in tun mode, which carries no Ethernet frames: make it in tap mode (ip tuntap add ... mode tap)",
            { Tun.HasManyQueues: true } => "it was made with multi_queue: make it without",
            { Tun.IsPersistent: false } => Busy,
            { Tun.Owner: null } => $"it has no owner, so every user may attach to it: make it with one (ip tuntap add {name} mode tap user {user})",
            { Tun.Owner: { } owner } when owner != user => $"it belongs to user {owner}, and the jail is user {user}'s: make it with 'user {user}', or give --uid {owner}",
            { Tun.Group: { } its } when its != group => $"it belongs to group {its}, and the jail is group {group}'s: make it without one, or give --gid {its}",
            { IsUp: false } => $"it is down: run ip link set {name} up",
            _ when request.Mtu is { } mtu && mtu != present.Mtu => $"its MTU is {present.Mtu}, not {mtu}: run ip link set {name} mtu {mtu}, or leave mtu= out",
            _ when bridge is not null && present.Master != bridge.Index =>
                $"it is no port of the bridge {bridge.Name}: run ip link set {name} master {bridge.Name}, or leave bridge= out",
            _ => null,
        };
        return reason is null ? null : Of(name, reason);
    }

    /// <summary>The reason against what <c>bridge=</c> names.</summary>
    /// <param name="bridge">The interface of that name, or null.</param>
    /// <returns>Null when the tap can become a port of it.</returns>
    internal static JailerFailure? OfBridge(TapRequest request, NetworkInterface? bridge)
    {
        string? reason = bridge switch
        {
            null => $"the jail's network has no bridge {request.Bridge}: make it there (ip link add {request.Bridge} type bridge), or check bridge= and --netns",
            { Kind: BridgeKind } => null,
            _ => $"{request.Bridge} is no bridge but an interface of another kind ({KindOf(bridge)}): check bridge=",
        };
        return reason is null ? null : Of(request.Name, reason);
    }

    /// <summary>Why the node cannot be opened.</summary>
    internal static JailerFailure OfNode(SystemError error) =>
        error.Errno == Errno.ENOENT || error.Errno == Errno.ENODEV || error.Errno == Errno.ENXIO
            ? new JailerFailure(NoNode) { Error = error.Errno }
            : new JailerFailure($"{Node} cannot be opened: {error.Errno}; the jailer needs it to make taps") { Error = error.Errno };

    /// <summary>Why a descriptor cannot be attached.</summary>
    internal static JailerFailure OfAttaching(TapRequest request, SystemError error) => Of(request.Name, error.Errno switch
    {
        _ when error.Errno == Errno.EBUSY => Busy,
        _ when error.Errno == Errno.EPERM => $"the kernel refuses it ({error}): --tap needs CAP_NET_ADMIN in the jail's network namespace",
        _ => $"the kernel refuses it: {error}",
    }, error.Errno);

    /// <summary>Why an MTU cannot be set.</summary>
    internal static JailerFailure OfMtu(TapRequest request, SystemError error) => Of(request.Name, error.Errno == Errno.EINVAL
        ? $"this kernel gives no tap an MTU of {request.Mtu}: leave room for the Ethernet header (mtu=65521 is the most), or leave mtu= out"
        : $"the MTU {request.Mtu} cannot be set: {error}", error.Errno);

    /// <summary>A step that a new tap does not take for no reason that the operator can be told of.</summary>
    internal static JailerFailure OfStep(TapRequest request, SystemError error) => Of(request.Name, $"{error}", error.Errno);

    private static string Busy => "it is attached to a process already: end that process, or give the jail a tap of another name";

    private static string KindOf(NetworkInterface present) => present.Kind.Length == 0 ? "hardware or loopback" : present.Kind;

    private static JailerFailure Of(string name, string reason, Errno? error = null) => new($"--tap {name}: {reason}") { Error = error };
}
