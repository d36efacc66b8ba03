using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Options of prctl(2).</summary>
[CHeader("linux/prctl.h")]
public enum ProcessControlOption
{
    /// <summary>Sets the parent-death signal.</summary>
    PR_SET_PDEATHSIG = 1,

    /// <summary>Reads whether the process is dumpable and traceable.</summary>
    PR_GET_DUMPABLE = 3,

    /// <summary>Sets whether the process is dumpable and traceable.</summary>
    PR_SET_DUMPABLE = 4,

    PR_SET_NAME = 15,

    /// <summary>Tests a capability in the bounding set.</summary>
    PR_CAPBSET_READ = 23,

    /// <summary>Drops a capability from the bounding set.</summary>
    PR_CAPBSET_DROP = 24,

    /// <summary>Sets by how much the kernel may delay a timer of the calling thread; inherited across execve.</summary>
    PR_SET_TIMERSLACK = 29,

    /// <summary>Sets whether orphaned descendants become children of this process.</summary>
    PR_SET_CHILD_SUBREAPER = 36,

    /// <summary>Sets no_new_privs: execve grants no privileges from now on.</summary>
    PR_SET_NO_NEW_PRIVS = 38,

    PR_GET_NO_NEW_PRIVS = 39,

    PR_CAP_AMBIENT = 47,

    /// <summary>Reads the state of a speculation feature.</summary>
    PR_GET_SPECULATION_CTRL = 52,

    /// <summary>Sets the state of a speculation feature.</summary>
    PR_SET_SPECULATION_CTRL = 53,

    /// <summary>Refuses executable memory that is or was writable, for good; inherited across fork and execve.</summary>
    [NotInHeader("since Linux 6.3, which is newer than some systems' headers; a test sees the kernel refuse")]
    PR_SET_MDWE = 65,

    /// <summary>Sets whether all memory may be merged with equal pages (KSM); inherited across execve.</summary>
    [NotInHeader("since Linux 6.4, which is newer than some systems' headers; a test reads the setting back from /proc")]
    PR_SET_MEMORY_MERGE = 67,
}
