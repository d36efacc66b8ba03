using Kiln.Linux.Abi;

namespace Kiln.Linux.Processes;

/// <summary>Options of prctl(2).</summary>
[CHeader("linux/prctl.h")]
public enum ProcessControlOption
{
    /// <summary>Sets the signal that the end of the parent sends.</summary>
    PR_SET_PDEATHSIG = 1,

    /// <summary>Reads whether the process can be dumped and traced.</summary>
    PR_GET_DUMPABLE = 3,

    /// <summary>Sets whether the process can be dumped and traced.</summary>
    PR_SET_DUMPABLE = 4,

    /// <summary>Names the calling thread.</summary>
    PR_SET_NAME = 15,

    /// <summary>Reads the bounding set.</summary>
    PR_CAPBSET_READ = 23,

    /// <summary>Drops from the bounding set.</summary>
    PR_CAPBSET_DROP = 24,

    /// <summary>execve grants nothing from now on.</summary>
    PR_SET_NO_NEW_PRIVS = 38,

    /// <summary>Reads whether execve may grant.</summary>
    PR_GET_NO_NEW_PRIVS = 39,

    /// <summary>The ambient set.</summary>
    PR_CAP_AMBIENT = 47,

    /// <summary>Reads how a misfeature of the processor stands.</summary>
    PR_GET_SPECULATION_CTRL = 52,

    /// <summary>Turns a misfeature of the processor off.</summary>
    PR_SET_SPECULATION_CTRL = 53,

    /// <summary>Sets whether all memory may be merged with equal pages of other processes; programs inherit it.</summary>
    [NotInHeader("since Linux 6.4, which is newer than some systems' headers; a test reads the setting back from /proc")]
    PR_SET_MEMORY_MERGE = 67,
}
