using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Operations of fcntl(2).</summary>
[CHeader("fcntl.h")]
public enum FileControl
{
    /// <summary>Reads the descriptor's flags.</summary>
    F_GETFD = 1,

    /// <summary>Sets the descriptor's flags, of which close-on-exec is the only one.</summary>
    F_SETFD = 2,

    /// <summary>Reads how the file was opened.</summary>
    F_GETFL = 3,

    /// <summary>Sets how the file is used: appending, waiting.</summary>
    F_SETFL = 4,

    /// <summary>Adds seals to a memory file.</summary>
    F_ADD_SEALS = 1033,

    /// <summary>Reads the seals of a memory file.</summary>
    F_GET_SEALS = 1034,
}
