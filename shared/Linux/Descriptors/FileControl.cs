using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Operations of fcntl(2).</summary>
[CHeader("fcntl.h")]
public enum FileControl
{
    F_GETFD = 1,

    /// <summary>Sets the descriptor's flags; close-on-exec is the only one.</summary>
    F_SETFD = 2,

    /// <summary>Reads access mode and status flags.</summary>
    F_GETFL = 3,

    /// <summary>Sets status flags such as O_APPEND and O_NONBLOCK.</summary>
    F_SETFL = 4,

    /// <summary>Finds a lock of another open file description on a range.</summary>
    F_OFD_GETLK = 36,

    /// <summary>Locks or unlocks a range for an open file description, without waiting.</summary>
    F_OFD_SETLK = 37,

    /// <summary>Duplicates onto the lowest free number from a minimum on, close-on-exec.</summary>
    F_DUPFD_CLOEXEC = 1030,

    F_ADD_SEALS = 1033,

    F_GET_SEALS = 1034,
}
