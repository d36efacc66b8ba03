using Kiln.Linux.Abi;

namespace Kiln.Linux.Network;

/// <summary>ioctl request numbers of /dev/net/tun.</summary>
[CHeader("linux/if_tun.h")]
internal static class TunRequest
{
    /// <summary>Attaches the descriptor to an interface, which is made if there is none of the name and the caller may.</summary>
    internal const uint TUNSETIFF = 0x400454CA;

    /// <summary>Sets the user who may attach to the interface.</summary>
    internal const uint TUNSETOWNER = 0x400454CC;

    /// <summary>Sets what the interface may leave to the reader: checksums and segmentation.</summary>
    internal const uint TUNSETOFFLOAD = 0x400454D0;

    /// <summary>Returns the name of the interface that the descriptor is attached to, and its flags.</summary>
    internal const uint TUNGETIFF = 0x800454D2;

    /// <summary>Sets the length of the virtio header in front of each frame.</summary>
    internal const uint TUNSETVNETHDRSZ = 0x400454D8;
}
