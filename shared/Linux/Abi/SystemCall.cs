namespace Kiln.Linux.Abi;

/// <summary>Numbers of the x86_64 system calls that are made without a C library function.</summary>
[CHeader("sys/syscall.h")]
public enum SystemCall
{
    SYS_read = 0,

    SYS_write = 1,

    SYS_close = 3,

    SYS_poll = 7,

    /// <summary>rt_sigaction(2), in the kernel's own layout.</summary>
    SYS_rt_sigaction = 13,

    /// <summary>rt_sigprocmask(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigprocmask = 14,

    SYS_readv = 19,

    SYS_writev = 20,

    SYS_dup2 = 33,

    SYS_setitimer = 38,

    /// <summary>clone(2), with a null stack as in fork(2): the child continues on its copy.</summary>
    SYS_clone = 56,

    SYS_execve = 59,

    SYS_wait4 = 61,

    SYS_fcntl = 72,

    SYS_setsid = 112,

    /// <summary>setgroups(2), which affects only the calling thread.</summary>
    SYS_setgroups = 116,

    /// <summary>setresuid(2), which affects only the calling thread.</summary>
    SYS_setresuid = 117,

    /// <summary>setresgid(2), which affects only the calling thread.</summary>
    SYS_setresgid = 119,

    SYS_capset = 126,

    /// <summary>rt_sigtimedwait(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigtimedwait = 128,

    SYS_personality = 135,

    /// <summary>getpriority(2), which returns 20 minus the value.</summary>
    SYS_getpriority = 140,

    SYS_sched_setscheduler = 144,

    SYS_pivot_root = 155,

    SYS_prctl = 157,

    SYS_arch_prctl = 158,

    SYS_gettid = 186,

    SYS_clock_nanosleep = 230,

    SYS_exit_group = 231,

    SYS_tgkill = 234,

    SYS_keyctl = 250,

    SYS_ioprio_set = 251,

    /// <summary>unshare(2), which affects only the calling thread.</summary>
    SYS_unshare = 272,

    SYS_signalfd4 = 289,

    SYS_prlimit64 = 302,

    SYS_seccomp = 317,

    SYS_getrandom = 318,

    SYS_io_uring_setup = 425,

    SYS_io_uring_enter = 426,

    SYS_io_uring_register = 427,

    SYS_close_range = 436,

    SYS_openat2 = 437,

    SYS_landlock_create_ruleset = 444,

    SYS_landlock_restrict_self = 446,
}
