using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>Session keyrings of the kernel (keyrings(7)).</summary>
public static class Keyring
{
    [NotInHeader("KEYCTL_JOIN_SESSION_KEYRING of linux/keyctl.h, which is 1; the header needs types that it does not include")]
    private const int JoinSessionKeyring = 1;

    /// <summary>Joins a new, empty session keyring.</summary>
    /// <returns>Null, or the error: ENOSYS on a kernel without keyrings, EDQUOT when the user has too many keys.</returns>
    public static SystemError? LeaveSession() =>
        Native.Raw(SystemCall.SYS_keyctl, JoinSessionKeyring) >= 0 ? null : SystemError.Last("keyctl KEYCTL_JOIN_SESSION_KEYRING");
}
