using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Limited resources (prlimit(2)).</summary>
[CHeader("sys/resource.h")]
public enum Resource
{
    /// <summary>CPU time in seconds; exceeding it raises SIGXCPU.</summary>
    RLIMIT_CPU = 0,

    /// <summary>Size of written files in bytes; exceeding it raises SIGXFSZ.</summary>
    RLIMIT_FSIZE = 1,

    /// <summary>Bytes of data, heap and private writable mappings.</summary>
    RLIMIT_DATA = 2,

    /// <summary>Stack size in bytes, of the main thread and of threads without an explicit size.</summary>
    RLIMIT_STACK = 3,

    /// <summary>Core dump size in bytes.</summary>
    RLIMIT_CORE = 4,

    /// <summary>Resident set size in bytes; no effect since Linux 2.4.</summary>
    RLIMIT_RSS = 5,

    /// <summary>Processes and threads of the user.</summary>
    RLIMIT_NPROC = 6,

    /// <summary>One more than the highest descriptor number.</summary>
    RLIMIT_NOFILE = 7,

    /// <summary>Locked memory in bytes.</summary>
    RLIMIT_MEMLOCK = 8,

    /// <summary>Address space in bytes.</summary>
    RLIMIT_AS = 9,

    /// <summary>File locks; no effect since Linux 2.4.</summary>
    RLIMIT_LOCKS = 10,

    /// <summary>Queued signals of the user.</summary>
    RLIMIT_SIGPENDING = 11,

    /// <summary>Bytes in the user's POSIX message queues.</summary>
    RLIMIT_MSGQUEUE = 12,

    /// <summary>Ceiling of the nice value, as 20 minus the value.</summary>
    RLIMIT_NICE = 13,

    /// <summary>Ceiling of the real-time priority.</summary>
    RLIMIT_RTPRIO = 14,

    /// <summary>Microseconds of real-time CPU time without blocking.</summary>
    RLIMIT_RTTIME = 15,
}
