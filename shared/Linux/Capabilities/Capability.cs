using Kiln.Linux.Abi;

namespace Kiln.Linux.Capabilities;

/// <summary>Capabilities (capabilities(7)), by their bits.</summary>
[CHeader("linux/capability.h")]
public enum Capability
{
    CAP_CHOWN = 0,

    CAP_DAC_OVERRIDE = 1,

    CAP_FOWNER = 3,

    CAP_SETGID = 6,

    CAP_SETUID = 7,

    CAP_SETPCAP = 8,

    CAP_NET_ADMIN = 12,

    CAP_SYS_ADMIN = 21,

    CAP_MKNOD = 27,
}
