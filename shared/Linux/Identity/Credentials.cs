using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Tmds.Linux;

namespace Kiln.Linux.Identity;

/// <summary>User, groups and umask of the process (credentials(7)).</summary>
public static class Credentials
{
    // AT_EUID of getauxval(3).
    [NotInHeader("linux/auxvec.h has it; it is no part of the calls that the test of headers reads")]
    private const nuint AtEffectiveUser = 12;

    /// <summary>The effective user at the process's start, without a system call, which a filter may forbid.</summary>
    public static uint UserAtStart => (uint)Native.getauxval(AtEffectiveUser);

    /// <summary>Whether the effective user is root.</summary>
    public static bool IsRoot => (uint)LibC.geteuid() == 0;

    /// <summary>Prepares to drop all supplementary groups and set real, effective and saved gid and uid, for the calling thread only.</summary>
    public static void PrepareBecoming(CallSequence calls, uint userId, uint groupId)
    {
        calls.Add("setgroups", SystemCall.SYS_setgroups, 0, 0);
        calls.Add($"setresgid {groupId}", SystemCall.SYS_setresgid, groupId, groupId, groupId);
        calls.Add($"setresuid {userId}", SystemCall.SYS_setresuid, userId, userId, userId);
    }

    /// <summary>Sets the umask of the process.</summary>
    public static void SetUmask(uint mask) => _ = LibC.umask((mode_t)mask);
}
