using Kiln.Linux.Abi;

namespace Kiln.Linux.Capabilities;

/// <summary>Layouts of capget(2) and capset(2).</summary>
[CHeader("linux/capability.h")]
public enum CapabilityVersion : uint
{
    /// <summary>64 capabilities in two halves.</summary>
    _LINUX_CAPABILITY_VERSION_3 = 0x20080522,
}
