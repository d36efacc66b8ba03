using Kiln.Linux.Abi;

namespace Kiln.Linux.Files;

/// <summary>What a lock on a range of bytes keeps others from (fcntl(2)).</summary>
[CHeader("fcntl.h")]
public enum RangeLockType : short
{
    /// <summary>Shared: nobody else gets a write lock.</summary>
    F_RDLCK = 0,

    /// <summary>Exclusive: nobody else gets any lock.</summary>
    F_WRLCK = 1,

    /// <summary>No lock.</summary>
    F_UNLCK = 2,
}
