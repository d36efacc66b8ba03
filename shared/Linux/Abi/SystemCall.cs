namespace Kiln.Linux.Abi;

/// <summary>Numbers of the x86_64 system calls that are made without a C library function.</summary>
[CHeader("sys/syscall.h")]
public enum SystemCall
{
    /// <summary>read(2).</summary>
    SYS_read = 0,

    /// <summary>write(2).</summary>
    SYS_write = 1,

    /// <summary>close(2).</summary>
    SYS_close = 3,

    /// <summary>poll(2).</summary>
    SYS_poll = 7,

    /// <summary>rt_sigaction(2), in the kernel's own layout.</summary>
    SYS_rt_sigaction = 13,

    /// <summary>rt_sigprocmask(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigprocmask = 14,

    /// <summary>dup2(2).</summary>
    SYS_dup2 = 33,

    /// <summary>clone(2), with a stack of copied memory as fork(2) has it.</summary>
    SYS_clone = 56,

    /// <summary>execve(2).</summary>
    SYS_execve = 59,

    /// <summary>wait4(2).</summary>
    SYS_wait4 = 61,

    /// <summary>setsid(2).</summary>
    SYS_setsid = 112,

    /// <summary>setgroups(2), of the calling thread alone.</summary>
    SYS_setgroups = 116,

    /// <summary>setresuid(2), of the calling thread alone.</summary>
    SYS_setresuid = 117,

    /// <summary>setresgid(2), of the calling thread alone.</summary>
    SYS_setresgid = 119,

    /// <summary>capset(2).</summary>
    SYS_capset = 126,

    /// <summary>rt_sigtimedwait(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigtimedwait = 128,

    /// <summary>personality(2).</summary>
    SYS_personality = 135,

    /// <summary>getpriority(2), which returns 20 minus the value.</summary>
    SYS_getpriority = 140,

    /// <summary>sched_setscheduler(2).</summary>
    SYS_sched_setscheduler = 144,

    /// <summary>pivot_root(2).</summary>
    SYS_pivot_root = 155,

    /// <summary>prctl(2).</summary>
    SYS_prctl = 157,

    /// <summary>arch_prctl(2).</summary>
    SYS_arch_prctl = 158,

    /// <summary>gettid(2).</summary>
    SYS_gettid = 186,

    /// <summary>clock_nanosleep(2).</summary>
    SYS_clock_nanosleep = 230,

    /// <summary>exit_group(2).</summary>
    SYS_exit_group = 231,

    /// <summary>tgkill(2).</summary>
    SYS_tgkill = 234,

    /// <summary>keyctl(2).</summary>
    SYS_keyctl = 250,

    /// <summary>ioprio_set(2).</summary>
    SYS_ioprio_set = 251,

    /// <summary>signalfd4(2).</summary>
    SYS_signalfd4 = 289,

    /// <summary>prlimit(2).</summary>
    SYS_prlimit64 = 302,

    /// <summary>seccomp(2).</summary>
    SYS_seccomp = 317,

    /// <summary>getrandom(2).</summary>
    SYS_getrandom = 318,

    /// <summary>io_uring_setup(2).</summary>
    SYS_io_uring_setup = 425,

    /// <summary>io_uring_enter(2).</summary>
    SYS_io_uring_enter = 426,

    /// <summary>io_uring_register(2).</summary>
    SYS_io_uring_register = 427,

    /// <summary>close_range(2).</summary>
    SYS_close_range = 436,

    /// <summary>openat2(2).</summary>
    SYS_openat2 = 437,
}
