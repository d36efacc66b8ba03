using System.IO;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>
/// What an operator can do about a kernel error, by the call that met it. A capability that the jailer lacks is named before the first step,
/// so a refusal here has another cause.
/// </summary>
internal static class Cure
{
    private const string OtherBase = "choose another --chroot-base-dir";

    // The whole range of ids, each as itself: the host's own user namespace.
    private static readonly string[] _initialMap = ["0", "0", "4294967295"];

    /// <summary>The remedy as the end of a message, or empty when none is known.</summary>
    internal static string Of(SystemError error)
    {
        string call = error.Call.Split(' ')[0];
        return error.Errno switch
        {
            var errno when errno == Errno.EPERM || errno == Errno.EACCES => OfRefusal(call),
            var errno when errno == Errno.EINVAL => OfInvalidity(call),
            var errno when errno == Errno.ENOSPC => call is "unshare" or "clone"
                ? "; raise the host's limit of namespaces in /proc/sys/user"
                : "; free space or inodes on that file system",
            var errno when errno == Errno.EDQUOT => call == "keyctl"
                ? "; root has too many keys: raise /proc/sys/kernel/keys/root_maxkeys and root_maxbytes"
                : "; the quota of the jail's user or group on that file system is used up",
            var errno when errno == Errno.EROFS => $"; that file system is mounted read-only: {OtherBase}",
            var errno when errno == Errno.EMFILE => "; raise the limit of descriptors that the jailer is started with (ulimit -n)",
            var errno when errno == Errno.ENOMEM => "; the host, or the cgroup that the jailer was started in, has no memory left",
            var errno when errno == Errno.ENOSYS => "; a kernel of 5.15 or later is needed, or a container's filter hides the call",
            _ => "",
        };
    }

    private static string OfRefusal(string call) => call switch
    {
        _ when IsInUserNamespace => "; the jailer runs in a user namespace, whose root is not the host's: run it as root of the host",
        "unshare" or "setns" or "mount" or "umount2" or "pivot_root" =>
            "; a container's filter or a security module refuses it: run the jailer on the host, or let the container make mounts and namespaces",
        "mknodat" => "; a container's device policy refuses it: let the container make the nodes c 10:200, c 10:232 and c 1:9",
        "open" or "openat2" or "newfstatat" or "mkdirat" or "unlinkat" or "fchownat" or "fchmod" or "fchmodat" or "fchdir" or "chdir" or "write" =>
            $"; root itself may not: the file system is a network's or another user's, the file is immutable (lsattr), or a security module refuses it; {OtherBase}",
        _ => "; a container's filter or a security module refuses it",
    };

    private static string OfInvalidity(string call) => call switch
    {
        "mount" or "pivot_root" =>
            "; the jailer's own root is no mount point, as after a plain chroot or in an initial RAM disk: bind-mount that root on itself first, or enter it by pivot_root",
        "fchownat" or "setresuid" or "setresgid" when IsInUserNamespace =>
            "; the jailer's user namespace has no such user or group: run it as root of the host",
        _ => "",
    };

    private static bool IsInUserNamespace
    {
        get
        {
            try
            {
                return !File.ReadAllText("/proc/self/uid_map").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).AsSpan().SequenceEqual(_initialMap);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }
}
