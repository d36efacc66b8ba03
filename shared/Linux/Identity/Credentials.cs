using Tmds.Linux;

namespace Kiln.Linux;

/// <summary>User, groups and umask of the process (credentials(7)).</summary>
public static unsafe class Credentials
{
    /// <summary>Whether the effective user is root.</summary>
    public static bool IsRoot => (uint)LibC.geteuid() == 0;

    /// <summary>Leaves all supplementary groups, and takes on a group and a user in all three roles.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    /// <exception cref="LinuxException">The process lacks the capabilities.</exception>
    public static void Become(uint userId, uint groupId)
    {
        gid_t group = (gid_t)groupId;
        uid_t user = (uid_t)userId;
        LinuxException.ThrowIfFailed(LibC.setgroups(0, null), "setgroups");
        LinuxException.ThrowIfFailed(LibC.setresgid(group, group, group), "setresgid", $"{groupId}");
        LinuxException.ThrowIfFailed(LibC.setresuid(user, user, user), "setresuid", $"{userId}");
    }

    /// <summary>Whether the process is a user and group in all three roles, and in no other group.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="groupId">The group.</param>
    public static bool Are(uint userId, uint groupId)
    {
        uid_t* users = stackalloc uid_t[3];
        gid_t* groups = stackalloc gid_t[3];
        bool read = LibC.getresuid(users, users + 1, users + 2) == 0 && LibC.getresgid(groups, groups + 1, groups + 2) == 0;
        for (int role = 0; role < 3; role++)
        {
            read &= (uint)users[role] == userId && (uint)groups[role] == groupId;
        }
        return read && LibC.getgroups(0, null) == 0;
    }

    /// <summary>Sets the permissions that new files never get.</summary>
    /// <param name="mask">The permissions.</param>
    public static void SetUmask(uint mask) => _ = LibC.umask((mode_t)mask);
}
