using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Flags of umount2(2).</summary>
[Flags]
[CHeader("sys/mount.h")]
public enum UnmountFlags
{
    /// <summary>Lazy unmount: detaches the mount at once and frees it when it is no longer in use.</summary>
    MNT_DETACH = 2,
}
