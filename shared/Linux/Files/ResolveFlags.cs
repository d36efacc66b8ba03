using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>How openat2(2) walks a path.</summary>
[Flags]
[CHeader("linux/openat2.h")]
public enum ResolveFlags : ulong
{
    /// <summary>Not onto another mount.</summary>
    RESOLVE_NO_XDEV = 0x01,

    /// <summary>Not through the magic links of /proc.</summary>
    RESOLVE_NO_MAGICLINKS = 0x02,

    /// <summary>Not through any symlink.</summary>
    RESOLVE_NO_SYMLINKS = 0x04,

    /// <summary>Never outside the directory that it starts in.</summary>
    RESOLVE_BENEATH = 0x08,
}
