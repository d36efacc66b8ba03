using System.Linq;
using Kiln.Profiles.Model;

namespace Kiln.ProfileCommands.Score;

/// <summary>What each system call counts. The calls of dangerous grants are the heavy classes; every other call is in one of the rest.</summary>
internal static class ExposureWeights
{
    /// <summary>All classes, the heavy ones first. seccomp-profiles/README.md has the same table.</summary>
    internal static IReadOnlyList<ExposureClass> Classes { get; } =
    [
        Heavy("KP301", 10, "memory that can be executed runs code of the attacker's own, by which everything else is done"),
        Heavy("KP302", 10, "the ring makes calls that no filter sees, and has been the way to many faults of the kernel"),
        Heavy("KP303", 10, "the memory and control of other processes, which have filters of their own or none"),
        Heavy("KP304", 10, "programs in the kernel, and faults that user space may delay at will: the usual tools of an exploit"),
        Heavy("KP305", 10, "the requests of every driver, more code than that of all other calls together"),
        Heavy("KP306", 5, "what the process is: its dumps, its names, its segments, its filters"),
        Heavy("KP307", 8, "new processes, and namespaces in which the process has every capability"),
        Heavy("KP308", 10, "any program that lies in the jail"),
        Heavy("KP309", 8, "what paths lead to, and so the jail itself"),
        Heavy("KP310", 10, "the host: its modules, its clock, its kernel"),
        Heavy("KP311", 8, "who the process is, which gives it the files of others"),
        Heavy("KP312", 4, "the end of other processes, and handlers in this one"),
        Heavy("KP313", 8, "every network and every protocol of the kernel"),
        Heavy("KP314", 5, "keys, which outlive processes and have had many faults"),
        Heavy("KP315", 8, "every file of the jail, to read and to write"),
        new("host", 6, "what belongs to all processes of the host: limits, quotas, clocks, swap of memory between nodes", """
            clock_adjtime fanotify_init fanotify_mark ioprio_set quotactl_fd setdomainname setpriority sysfs vhangup sched_setparam
            sched_setscheduler sched_setattr
            """),
        new("files", 3, "finds, changes and removes files by their paths or descriptors, and tells of them", """
            access cachestat chdir chmod chown copy_file_range faccessat faccessat2 fallocate fchdir fchmod fchmodat fchmodat2 fchown fchownat
            fgetxattr file_getattr file_setattr flistxattr flock fremovexattr fsetxattr fstat fstatfs ftruncate futimesat getcwd getdents
            getdents64 getxattr getxattrat inotify_add_watch inotify_init inotify_init1 inotify_rm_watch lchown lgetxattr link linkat listmount
            listns listxattr listxattrat llistxattr lremovexattr lsetxattr lstat mkdir mkdirat mknod mknodat name_to_handle_at newfstatat
            open_tree_attr readlink readlinkat removexattr removexattrat rename renameat renameat2 rmdir setxattr setxattrat stat statfs
            statmount statx symlink symlinkat truncate umask unlink unlinkat uselib ustat utime utimensat utimes
            """),
        new("network", 3, "connections, and the options of sockets, which reach far into the protocols", """
            accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg sendmsg sendto
            setsockopt shutdown socketpair
            """),
        new("sharing", 3, "memory, messages and semaphores that processes of other jails can name", """
            mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd semctl semget semop semtimedop
            shmctl shmdt shmget
            """),
        new("processes", 3, "threads, signals, limits and the order of processes", """
            get_robust_list getrlimit ioprio_get pidfd_open prlimit64 process_mrelease rt_sigaction sched_setaffinity set_robust_list
            set_tid_address setpgid setrlimit setsid wait4 waitid
            """),
        new("memory", 2, "the layout of memory, by which faults become exploits", """
            brk get_mempolicy madvise map_shadow_stack mbind memfd_secret migrate_pages mincore mlock mlock2 mlockall modify_ldt move_pages
            mremap mseal msync munlock munlockall munmap pkey_alloc pkey_free set_mempolicy set_mempolicy_home_node set_thread_area
            get_thread_area
            """),
        new("descriptors", 2, "makes, moves and waits for descriptors of every kind, and sets their flags", """
            close_range dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 fcntl io_cancel
            io_destroy io_getevents io_pgetevents io_setup io_submit memfd_create pipe pipe2 signalfd signalfd4 splice tee timerfd_create
            timerfd_gettime timerfd_settime vmsplice
            """),
        new("confinement", 1, "filters and rules for oneself, which only tighten, read by code of the kernel", """
            landlock_add_rule landlock_create_ruleset landlock_restrict_self lsm_get_self_attr lsm_list_modules lsm_set_self_attr seccomp
            """),
        new("data", 1, "reads and writes what is open", """
            close fadvise64 fdatasync fsync lseek poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readahead readv
            select sendfile sync sync_file_range syncfs write writev
            """),
        new("self", 1, "time, locks, randomness, questions about oneself, and the end", """
            alarm capget clock_getres clock_gettime clock_nanosleep exit exit_group futex futex_requeue futex_wait futex_waitv futex_wake
            getcpu getegid geteuid getgid getgroups getitimer getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid
            getrusage getsid gettid gettimeofday getuid membarrier nanosleep pause restart_syscall rseq rt_sigpending rt_sigprocmask
            rt_sigreturn rt_sigsuspend rt_sigtimedwait sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr
            sched_getparam sched_getscheduler sched_rr_get_interval sched_yield setitimer sigaltstack sysinfo time timer_create timer_delete
            timer_getoverrun timer_gettime timer_settime times uname uprobe uretprobe
            """),
        new("gone", 0, "Linux answers them by ENOSYS, whatever a filter says", """
            _sysctl afs_syscall create_module epoll_ctl_old epoll_wait_old get_kernel_syms getpmsg lookup_dcookie nfsservctl putpmsg query_module
            security tuxcall vserver
            """),
    ];

    private static readonly Dictionary<string, ExposureClass> _byCall =
        Classes.SelectMany(each => each.Calls, (each, call) => (each, call)).ToDictionary(pair => pair.call, pair => pair.each);

    /// <summary>The class of a call.</summary>
    /// <param name="call">The name of a call of x86_64.</param>
    internal static ExposureClass Of(string call) => _byCall[call];

    private static ExposureClass Heavy(string id, int weight, string reason) =>
        new(id, weight, reason, [.. DangerousGrant.All.Where(grant => grant.Id == id).SelectMany(grant => grant.Calls)]);
}
