using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>The session's keys in the kernel (keyrings(7)).</summary>
public static class Keyring
{
    [NotInHeader("KEYCTL_JOIN_SESSION_KEYRING of linux/keyctl.h, which is 1; the header needs types that it does not include")]
    private const int JoinSessionKeyring = 1;

    /// <summary>Leaves the keyring of the session that this process was started in, for a new and empty one.</summary>
    /// <returns>Null, or why not: ENOSYS on a kernel without keys, EDQUOT when the user has too many.</returns>
    public static SystemError? LeaveSession() =>
        Native.Raw(SystemCall.SYS_keyctl, JoinSessionKeyring) >= 0 ? null : SystemError.Last("keyctl KEYCTL_JOIN_SESSION_KEYRING");
}
