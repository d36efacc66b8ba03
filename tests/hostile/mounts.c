/* Ways out by mounts and roots. */
#include "hostile.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

static int mount_at(const char *source, const char *target, const char *kind, unsigned long flags)
{
    return error_of(syscall(SYS_mount, source, target, kind, flags, NULL));
}

static int mount_proc(char **arguments)
{
    (void)arguments;
    return mount_at("proc", "/run", "proc", 0);
}

static int mount_temporary(char **arguments)
{
    (void)arguments;
    return mount_at("none", "/run", "tmpfs", 0);
}

static int mount_bind(char **arguments)
{
    (void)arguments;
    return mount_at("/dev", "/run", NULL, MS_BIND);
}

/* What bounds its processes: mounted, it could be left. */
static int mount_cgroups(char **arguments)
{
    (void)arguments;
    return mount_at("none", "/run", "cgroup2", 0);
}

static int remount(char **arguments)
{
    (void)arguments;
    return mount_at(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_NOATIME);
}

/* What lies under the root. */
static int unmount(char **arguments)
{
    (void)arguments;
    return error_of(syscall(SYS_umount2, "/", MNT_DETACH));
}

static int pivot(char **arguments)
{
    (void)arguments;
    if (error_of(syscall(SYS_pivot_root, "/run", "/run")) == EPERM)
        return EPERM;
    if (mount("/run", "/run", NULL, MS_BIND, NULL) != 0 || chdir("/run") != 0)
        return errno;
    return error_of(syscall(SYS_pivot_root, ".", "."));
}

/* The classic: a root below an open directory holds nobody who stands in that directory: PATH. */
static int leave_root(char **arguments)
{
    int directory = open("/", O_RDONLY | O_DIRECTORY);
    if (syscall(SYS_chroot, "/run") != 0)
        return errno;
    if (fchdir(directory) != 0)
        return errno;
    for (int level = 0; level < 64 && chdir("..") == 0; level++) {
    }
    return read_secret(AT_FDCWD, arguments[0] + 1);
}

/* The mounts of a process outside: PID PATH. */
static int join_mounts(char **arguments)
{
    int process = syscall(SYS_pidfd_open, atoi(arguments[0]), 0);
    if (process < 0)
        return errno;
    return syscall(SYS_setns, process, CLONE_NEWNS) != 0 ? errno : read_secret(AT_FDCWD, arguments[1]);
}

const struct attempt mount_attempts[] = {
    {"mount-proc", mount_proc, 0},
    {"mount-temporary", mount_temporary, 0},
    {"mount-bind", mount_bind, 0},
    {"mount-cgroups", mount_cgroups, 0},
    {"remount", remount, 0},
    {"unmount", unmount, 0},
    {"pivot", pivot, 0},
    {"leave-root", leave_root, 1},
    {"join-mounts", join_mounts, 2},
    {0},
};
