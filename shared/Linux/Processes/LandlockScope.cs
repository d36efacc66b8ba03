using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>What Landlock keeps a process from using outside its domain (landlock(7)). Linux 6.12 and later.</summary>
[Flags]
[NotInHeader("headers of Debian 12 are older; linux/landlock.h of Linux 6.12")]
public enum LandlockScope : ulong
{
    None = 0,

    /// <summary>Unix sockets with abstract names.</summary>
    LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET = 1,

    /// <summary>Signals to processes outside.</summary>
    LANDLOCK_SCOPE_SIGNAL = 2,
}
