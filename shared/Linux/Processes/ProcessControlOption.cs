using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Options of prctl(2).</summary>
[CHeader("linux/prctl.h")]
public enum ProcessControlOption
{
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
}
