namespace Kiln.Seccomp.Syscalls;

/// <summary>
/// How much of each argument's register the kernel looks at, by the system call's name, as the kernel declares its parameters. An exception
/// is what it declares as <c>unsigned long</c> and cuts to 32 bits before it looks: descriptors, the number of buffers of a vectored call,
/// the flags of <c>clone</c>. Both architectures declare the calls that they share alike.
/// </summary>
public static class SyscallArguments
{
    // A letter for each argument, then the calls: i 32 bits, l 64, v depends on another argument. A dash is a call without arguments.
    private const string Declarations = """
        - fork getegid geteuid getgid getpgrp getpid getppid gettid getuid inotify_init munlockall pause restart_syscall rt_sigreturn
        - sched_yield setsid sync uprobe uretprobe vfork vhangup
        i alarm close dup epoll_create epoll_create1 eventfd exit exit_group fchdir fdatasync fsync getpgid getsid inotify_init1 iopl
        i memfd_secret mlockall personality pkey_free sched_get_priority_max sched_get_priority_min sched_getscheduler setfsgid setfsuid
        i setgid setuid syncfs timer_delete timer_getoverrun umask userfaultfd
        l acct adjtimex brk chdir chroot get_thread_area io_destroy mq_unlink pipe rmdir set_thread_area set_tid_address shmdt swapoff
        l sysinfo time times uname unlink unshare uselib
        ii dup2 eventfd2 fanotify_init fchmod flock getpriority inotify_rm_watch ioprio_get kill landlock_restrict_self listen msgget
        ii pidfd_open process_mrelease setns setpgid setregid setreuid shutdown timerfd_create tkill
        il clock_adjtime clock_getres clock_gettime clock_settime fremovexattr fstat fstatfs ftruncate getgroups getitimer getrlimit
        il getrusage io_setup io_uring_setup mq_notify sched_getparam sched_rr_get_interval sched_setparam setgroups setrlimit
        il timer_gettime timerfd_gettime ustat
        iv arch_prctl
        li access chmod creat delete_module fsopen memfd_create mkdir pipe2 setdomainname sethostname swapon umount2
        ll capget capset clone3 getcwd gettimeofday link lremovexattr lstat mlock munlock munmap nanosleep pivot_root pkey_alloc
        ll removexattr rename rt_sigpending rt_sigsuspend set_robust_list settimeofday sigaltstack stat statfs symlink truncate utime
        ll utimes
        iii close_range dup3 fchown fsmount ioprio_set membarrier pidfd_getfd semget setpriority setresgid setresuid socket tgkill
        iil msgctl rt_sigqueueinfo sched_getaffinity sched_setaffinity sched_setscheduler seccomp shmctl
        iiv fcntl ioctl
        ili bind bpf connect faccessat fchmodat finit_module fspick getdents getdents64 inotify_add_watch lseek mkdirat open_by_handle_at
        ili open_tree readv recvmsg sched_setattr semop sendmsg shmat shmget syslog unlinkat writev
        ill accept flistxattr futimesat get_robust_list getpeername getsockname modify_ldt mq_getsetattr read readahead set_mempolicy
        ill setitimer signalfd sysfs timer_create write
        lii chown lchown mknod open poll
        lil symlinkat
        lli getrandom ioperm landlock_create_ruleset lsm_list_modules madvise map_shadow_stack mlock2 msync readlink
        lll execve getcpu getresgid getresuid init_module io_cancel io_submit listxattr llistxattr lookup_dcookie mincore mprotect mseal
        iiil epoll_ctl quotactl_fd reboot rt_tgsigqueueinfo socketpair
        iiiv semctl
        iili io_uring_register landlock_add_rule pidfd_send_signal tee
        iill clock_nanosleep fallocate prlimit64 sendfile timer_settime timerfd_settime
        ilii epoll_wait faccessat2 fchmodat2 lsm_set_self_attr mknodat openat sched_getattr sendmmsg vmsplice
        ilil quotactl removexattrat renameat semtimedop wait4
        illi accept4 cachestat fadvise64 lsm_get_self_attr msgsnd newfstatat readlinkat signalfd4 sync_file_range utimensat
        illl fgetxattr migrate_pages openat2 pread64 pwrite64 rt_sigaction rt_sigprocmask
        liii futex_requeue rseq
        liil mq_open
        lill ptrace
        llii futex_wake
        llli listmount listns pkey_mprotect request_key statmount
        llll getxattr kexec_load lgetxattr rt_sigtimedwait set_mempolicy_home_node
        iiili setsockopt
        iiill getsockopt
        iiivv kcmp
        iilil fanotify_mark waitid
        iilli fsconfig
        iilll kexec_file_load
        iliii fchownat
        iliil recvmmsg statx
        ilili linkat move_mount renameat2
        ilill listxattrat mount_setattr open_tree_attr preadv pwritev
        illii process_madvise
        illil mq_timedsend
        illli execveat file_getattr file_setattr fsetxattr msgrcv name_to_handle_at
        illll clone mq_timedreceive select
        ivvvv keyctl prctl
        liiil perf_event_open
        liili futex_waitv
        lilll ppoll
        lllli add_key lsetxattr setxattr
        lllll get_mempolicy io_getevents mount mremap remap_file_pages
        iiiill io_uring_enter
        iliill epoll_pwait
        ililli copy_file_range preadv2 pwritev2 splice
        ililll epoll_pwait2 getxattrat process_vm_readv process_vm_writev setxattrat
        illili sendto
        illill recvfrom
        illlli move_pages
        illlll pselect6
        liivli futex
        lllili futex_wait
        llllil mmap
        llllli mbind
        llllll io_pgetevents
        """;

    private static Dictionary<string, string>? _letters;

    /// <summary>How much of an argument the kernel looks at.</summary>
    /// <param name="call">The system call's name, such as <c>ioctl</c>.</param>
    /// <param name="index">The argument's index, from 0.</param>
    public static ArgumentExtent ExtentOf(string call, int index)
    {
        _letters ??= Read();
        if (!_letters.TryGetValue(call, out string? letters))
        {
            return ArgumentExtent.Unknown;
        }
        return index >= letters.Length
            ? ArgumentExtent.None
            : letters[index] switch
            {
                'i' => ArgumentExtent.Low32,
                'l' => ArgumentExtent.All64,
                _ => ArgumentExtent.Unknown,
            };
    }

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> letters = [];
        foreach (string line in Declarations.Split('\n'))
        {
            string[] words = line.Split(' ');
            foreach (string call in words.AsSpan(1))
            {
                letters.Add(call, words[0].TrimStart('-'));
            }
        }
        return letters;
    }
}
