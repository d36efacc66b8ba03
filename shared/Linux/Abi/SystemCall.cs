namespace Kiln.Linux.Abi;

/// <summary>Numbers of the x86_64 system calls that are made without a C library function.</summary>
[CHeader("sys/syscall.h")]
public enum SystemCall
{
    /// <summary>rt_sigprocmask(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigprocmask = 14,

    /// <summary>rt_sigtimedwait(2), in the kernel's own signal-set width.</summary>
    SYS_rt_sigtimedwait = 128,

    /// <summary>pivot_root(2).</summary>
    SYS_pivot_root = 155,

    /// <summary>arch_prctl(2).</summary>
    SYS_arch_prctl = 158,

    /// <summary>gettid(2).</summary>
    SYS_gettid = 186,

    /// <summary>exit_group(2).</summary>
    SYS_exit_group = 231,

    /// <summary>tgkill(2).</summary>
    SYS_tgkill = 234,

    /// <summary>signalfd4(2).</summary>
    SYS_signalfd4 = 289,

    /// <summary>seccomp(2).</summary>
    SYS_seccomp = 317,

    /// <summary>getrandom(2).</summary>
    SYS_getrandom = 318,

    /// <summary>openat2(2).</summary>
    SYS_openat2 = 437,
}
