using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Flags of mount(2).</summary>
[Flags]
[CHeader("sys/mount.h")]
public enum MountFlags : ulong
{
    MS_BIND = 0x1000,

    /// <summary>Includes all mounts below.</summary>
    MS_REC = 0x4000,

    /// <summary>Receives mount events from the parent namespace but sends none.</summary>
    MS_SLAVE = 0x80000,
}
