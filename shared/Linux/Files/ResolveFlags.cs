using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>Path resolution flags of openat2(2).</summary>
[Flags]
[CHeader("linux/openat2.h")]
public enum ResolveFlags : ulong
{
    /// <summary>Fails at mount points.</summary>
    RESOLVE_NO_XDEV = 0x01,

    /// <summary>Fails at magic links of /proc.</summary>
    RESOLVE_NO_MAGICLINKS = 0x02,

    /// <summary>Fails at symbolic links.</summary>
    RESOLVE_NO_SYMLINKS = 0x04,

    /// <summary>Fails when the path leaves the starting directory.</summary>
    RESOLVE_BENEATH = 0x08,
}
