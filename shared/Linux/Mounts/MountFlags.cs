using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Flags of mount(2).</summary>
[Flags]
[CHeader("sys/mount.h")]
public enum MountFlags : ulong
{
    /// <summary>Shows a directory at a second place.</summary>
    MS_BIND = 0x1000,

    /// <summary>With everything mounted below it.</summary>
    MS_REC = 0x4000,

    /// <summary>Takes mounts over from the outer namespace, gives none back.</summary>
    MS_SLAVE = 0x80000,
}
