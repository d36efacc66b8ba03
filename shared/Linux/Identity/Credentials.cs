using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Tmds.Linux;

namespace Kiln.Linux.Identity;

/// <summary>User, groups and umask of the process (credentials(7)).</summary>
public static class Credentials
{
    /// <summary>Whether the effective user is root.</summary>
    public static bool IsRoot => (uint)LibC.geteuid() == 0;

    /// <summary>Prepares to leave all supplementary groups, and to take on a group and a user in all three roles, on the calling thread alone.</summary>
    /// <param name="calls">Takes the calls.</param>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    public static void PrepareBecoming(CallSequence calls, uint userId, uint groupId)
    {
        calls.Add("setgroups", SystemCall.SYS_setgroups, 0, 0);
        calls.Add($"setresgid {groupId}", SystemCall.SYS_setresgid, groupId, groupId, groupId);
        calls.Add($"setresuid {userId}", SystemCall.SYS_setresuid, userId, userId, userId);
    }

    /// <summary>Sets the permissions that new files never get.</summary>
    /// <param name="mask">The permissions.</param>
    public static void SetUmask(uint mask) => _ = LibC.umask((mode_t)mask);
}
