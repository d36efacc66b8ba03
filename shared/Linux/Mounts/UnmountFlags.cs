using Kiln.Linux.Abi;

namespace Kiln.Linux.Mounts;

/// <summary>Flags of umount2(2).</summary>
[Flags]
[CHeader("sys/mount.h")]
public enum UnmountFlags
{
    /// <summary>Takes it out of the tree at once, and away when nobody uses it any more.</summary>
    MNT_DETACH = 2,
}
