using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Limited resources (prlimit(2)).</summary>
[CHeader("sys/resource.h")]
public enum Resource
{
    /// <summary>Seconds of processor time; then SIGXCPU.</summary>
    RLIMIT_CPU = 0,

    /// <summary>Bytes of a file that is written; then SIGXFSZ.</summary>
    RLIMIT_FSIZE = 1,

    /// <summary>Bytes of data, heap and private writable mappings.</summary>
    RLIMIT_DATA = 2,

    /// <summary>Bytes of the main thread's stack, and of threads that do not ask for another size.</summary>
    RLIMIT_STACK = 3,

    /// <summary>Bytes of a core dump.</summary>
    RLIMIT_CORE = 4,

    /// <summary>Bytes in memory; without effect since Linux 2.4.</summary>
    RLIMIT_RSS = 5,

    /// <summary>Processes and threads of the user.</summary>
    RLIMIT_NPROC = 6,

    /// <summary>One more than the highest descriptor number.</summary>
    RLIMIT_NOFILE = 7,

    /// <summary>Bytes that stay in memory.</summary>
    RLIMIT_MEMLOCK = 8,

    /// <summary>Bytes of address space.</summary>
    RLIMIT_AS = 9,

    /// <summary>File locks; without effect since Linux 2.4.</summary>
    RLIMIT_LOCKS = 10,

    /// <summary>Signals that wait for the user's processes.</summary>
    RLIMIT_SIGPENDING = 11,

    /// <summary>Bytes of the user's message queues.</summary>
    RLIMIT_MSGQUEUE = 12,

    /// <summary>The best nice value, as 20 minus it.</summary>
    RLIMIT_NICE = 13,

    /// <summary>The best real-time priority.</summary>
    RLIMIT_RTPRIO = 14,

    /// <summary>Microseconds of real-time processor time without a wait.</summary>
    RLIMIT_RTTIME = 15,
}
