namespace Kiln.Linux.Network;

/// <summary>What an interface of /dev/net/tun tells of itself.</summary>
/// <param name="Owner">The user who may attach besides root, or null for any.</param>
/// <param name="Group">The group whose members may attach, or null for any.</param>
/// <param name="IsTap">Whether it carries Ethernet frames, not IP packets.</param>
/// <param name="IsPersistent">Whether it stays when nobody is attached; one that does not is attached to a process.</param>
/// <param name="HasManyQueues">Whether it takes several descriptors, and none that asks for one queue.</param>
public sealed record TunInterface(uint? Owner, uint? Group, bool IsTap, bool IsPersistent, bool HasManyQueues)
{
    internal static TunInterface From(LinkAttributes data) => new(
        data.NumberOf(LinkAttribute.IFLA_TUN_OWNER),
        data.NumberOf(LinkAttribute.IFLA_TUN_GROUP),
        data.ByteOf(LinkAttribute.IFLA_TUN_TYPE) == (byte)TunFlags.IFF_TAP,
        data.ByteOf(LinkAttribute.IFLA_TUN_PERSIST) != 0,
        data.ByteOf(LinkAttribute.IFLA_TUN_MULTI_QUEUE) != 0);
}
