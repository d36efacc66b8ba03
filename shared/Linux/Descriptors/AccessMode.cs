using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>What a file was opened for (open(2)).</summary>
[CHeader("fcntl.h")]
public enum AccessMode
{
    /// <summary>For reading.</summary>
    O_RDONLY = 0,

    /// <summary>For writing.</summary>
    O_WRONLY = 1,

    /// <summary>For both.</summary>
    O_RDWR = 2,

    /// <summary>The bits of the three before.</summary>
    O_ACCMODE = 3,

    /// <summary>As a place, neither to read nor to write.</summary>
    O_PATH = 0x200000,
}
