using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Limited resources (prlimit(2)).</summary>
[CHeader("sys/resource.h")]
public enum Resource
{
    /// <summary>Bytes of the main thread's stack, and of threads that do not ask for another size.</summary>
    RLIMIT_STACK = 3,

    /// <summary>Bytes of a core dump.</summary>
    RLIMIT_CORE = 4,

    /// <summary>One more than the highest descriptor number.</summary>
    RLIMIT_NOFILE = 7,
}
