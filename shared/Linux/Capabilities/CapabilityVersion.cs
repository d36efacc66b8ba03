using Kiln.Linux.Abi;

namespace Kiln.Linux.Capabilities;

[CHeader("linux/capability.h")]
public enum CapabilityVersion : uint
{
    /// <summary>64 capabilities, in two structs of 32.</summary>
    _LINUX_CAPABILITY_VERSION_3 = 0x20080522,
}
