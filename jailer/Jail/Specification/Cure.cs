using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>What an operator can do about a kernel error, whichever step met it.</summary>
internal static class Cure
{
    /// <summary>The remedy as the end of a message, or empty when none is known.</summary>
    internal static string Of(Errno errno) => errno switch
    {
        _ when errno == Errno.EPERM || errno == Errno.EACCES => "; the jailer needs root with all its capabilities, outside any user namespace",
        _ when errno == Errno.ENOSPC => "; free space or inodes on that file system, or raise the host's limit of namespaces in /proc/sys/user",
        _ when errno == Errno.EDQUOT => "; the quota of the jail's user or group on that file system is used up",
        _ when errno == Errno.EROFS => "; that file system is mounted read-only: choose another --chroot-base-dir",
        _ when errno == Errno.EMFILE => "; raise the limit of descriptors that the jailer is started with (ulimit -n)",
        _ when errno == Errno.ENOMEM => "; the host, or the cgroup that the jailer was started in, has no memory left",
        _ when errno == Errno.ENOSYS => "; a kernel of 5.9 or later is needed",
        _ => "",
    };
}
