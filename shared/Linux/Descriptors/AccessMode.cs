using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Access modes of open(2).</summary>
[CHeader("fcntl.h")]
public enum AccessMode
{
    O_RDONLY = 0,

    O_WRONLY = 1,

    O_RDWR = 2,

    /// <summary>Mask of the three modes above.</summary>
    O_ACCMODE = 3,

    /// <summary>Only a location in the file system: neither readable nor writable.</summary>
    O_PATH = 0x200000,
}
