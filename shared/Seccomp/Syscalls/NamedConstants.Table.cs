namespace Kiln.Seccomp;

public static partial class NamedConstants
{
    private static readonly NamedConstant[] _all =
    [
        // linux/kvm.h
        new("KVM_GET_API_VERSION", 0xAE00, "linux/kvm.h"),
        new("KVM_CREATE_VM", 0xAE01, "linux/kvm.h"),
        new("KVM_CHECK_EXTENSION", 0xAE03, "linux/kvm.h"),
        new("KVM_GET_VCPU_MMAP_SIZE", 0xAE04, "linux/kvm.h"),
        new("KVM_GET_SUPPORTED_CPUID", 0xC008AE05, "linux/kvm.h"),
        new("KVM_CREATE_VCPU", 0xAE41, "linux/kvm.h"),
        new("KVM_SET_USER_MEMORY_REGION", 0x4020AE46, "linux/kvm.h"),
        new("KVM_SET_TSS_ADDR", 0xAE47, "linux/kvm.h"),
        new("KVM_CREATE_IRQCHIP", 0xAE60, "linux/kvm.h"),
        new("KVM_IRQFD", 0x4020AE76, "linux/kvm.h"),
        new("KVM_CREATE_PIT2", 0x4040AE77, "linux/kvm.h"),
        new("KVM_RUN", 0xAE80, "linux/kvm.h"),
        new("KVM_SET_REGS", 0x4090AE82, "linux/kvm.h"),
        new("KVM_GET_SREGS", 0x8138AE83, "linux/kvm.h"),
        new("KVM_SET_SREGS", 0x4138AE84, "linux/kvm.h"),
        new("KVM_SET_SIGNAL_MASK", 0x4004AE8B, "linux/kvm.h"),
        new("KVM_SET_FPU", 0x41A0AE8D, "linux/kvm.h"),
        new("KVM_SET_CPUID2", 0x4008AE90, "linux/kvm.h"),

        // linux/futex.h
        new("FUTEX_WAIT", 0x0, "linux/futex.h"),
        new("FUTEX_WAKE", 0x1, "linux/futex.h"),
        new("FUTEX_WAIT_BITSET", 0x9, "linux/futex.h"),
        new("FUTEX_PRIVATE_FLAG", 0x80, "linux/futex.h"),
        new("FUTEX_CLOCK_REALTIME", 0x100, "linux/futex.h"),
        new("FUTEX_CMD_MASK", 0xFFFFFE7F, "linux/futex.h"),
        new("FUTEX_REQUEUE", 0x3, "linux/futex.h"),
        new("FUTEX_CMP_REQUEUE", 0x4, "linux/futex.h"),
        new("FUTEX_WAKE_OP", 0x5, "linux/futex.h"),

        // sys/mman.h
        new("PROT_NONE", 0x0, "sys/mman.h"),
        new("PROT_READ", 0x1, "sys/mman.h"),
        new("PROT_WRITE", 0x2, "sys/mman.h"),
        new("PROT_EXEC", 0x4, "sys/mman.h"),
        new("MAP_SHARED", 0x1, "sys/mman.h"),
        new("MAP_PRIVATE", 0x2, "sys/mman.h"),
        new("MAP_ANONYMOUS", 0x20, "sys/mman.h"),
        new("MAP_NORESERVE", 0x4000, "sys/mman.h"),
        new("MAP_STACK", 0x20000, "sys/mman.h"),
        new("MAP_FIXED", 0x10, "sys/mman.h"),
        new("MADV_DONTNEED", 0x4, "sys/mman.h"),
        new("MADV_FREE", 0x8, "sys/mman.h"),
        new("MADV_DONTDUMP", 0x10, "sys/mman.h"),
        new("MADV_DODUMP", 0x11, "sys/mman.h"),
        new("MADV_UNMERGEABLE", 0xD, "sys/mman.h"),
        new("MADV_DONTFORK", 0xA, "sys/mman.h"),
        new("MADV_HUGEPAGE", 0xE, "sys/mman.h"),
        new("MADV_NOHUGEPAGE", 0xF, "sys/mman.h"),

        // fcntl.h
        new("O_RDONLY", 0x0, "fcntl.h"),
        new("O_WRONLY", 0x1, "fcntl.h"),
        new("O_RDWR", 0x2, "fcntl.h"),
        new("O_CREAT", 0x40, "fcntl.h"),
        new("O_CLOEXEC", 0x80000, "fcntl.h"),
        new("O_NONBLOCK", 0x800, "fcntl.h"),
        new("O_NOFOLLOW", 0x20000, "fcntl.h"),
        new("O_DIRECTORY", 0x10000, "fcntl.h"),
        new("F_GETFD", 0x1, "fcntl.h"),
        new("F_SETFD", 0x2, "fcntl.h"),
        new("F_GETFL", 0x3, "fcntl.h"),
        new("F_SETFL", 0x4, "fcntl.h"),
        new("F_GET_SEALS", 0x40A, "fcntl.h"),
        new("F_ADD_SEALS", 0x409, "fcntl.h"),
        new("FD_CLOEXEC", 0x1, "fcntl.h"),
        new("AT_EMPTY_PATH", 0x1000, "fcntl.h"),

        // asm/ioctls.h
        new("TCGETS", 0x5401, "asm/ioctls.h"),
        new("TCSETS", 0x5402, "asm/ioctls.h"),
        new("TIOCGWINSZ", 0x5413, "asm/ioctls.h"),
        new("FIONBIO", 0x5421, "asm/ioctls.h"),
        new("FIONREAD", 0x541B, "asm/ioctls.h"),

        // linux/prctl.h
        new("PR_SET_DUMPABLE", 0x4, "linux/prctl.h"),
        new("PR_GET_DUMPABLE", 0x3, "linux/prctl.h"),
        new("PR_SET_NAME", 0xF, "linux/prctl.h"),
        new("PR_GET_NAME", 0x10, "linux/prctl.h"),
        new("PR_SET_NO_NEW_PRIVS", 0x26, "linux/prctl.h"),
        new("PR_GET_NO_NEW_PRIVS", 0x27, "linux/prctl.h"),
        new("PR_SET_VMA", 0x53564D41, "linux/prctl.h"),

        // asm/signal.h
        new("SIGHUP", 0x1, "asm/signal.h"),
        new("SIGINT", 0x2, "asm/signal.h"),
        new("SIGQUIT", 0x3, "asm/signal.h"),
        new("SIGILL", 0x4, "asm/signal.h"),
        new("SIGABRT", 0x6, "asm/signal.h"),
        new("SIGBUS", 0x7, "asm/signal.h"),
        new("SIGFPE", 0x8, "asm/signal.h"),
        new("SIGSEGV", 0xB, "asm/signal.h"),
        new("SIGPIPE", 0xD, "asm/signal.h"),
        new("SIGTERM", 0xF, "asm/signal.h"),
        new("SIGSYS", 0x1F, "asm/signal.h"),
        new("SIG_BLOCK", 0x0, "asm/signal.h"),
        new("SIG_UNBLOCK", 0x1, "asm/signal.h"),
        new("SIG_SETMASK", 0x2, "asm/signal.h"),

        // linux/seccomp.h
        new("SECCOMP_SET_MODE_FILTER", 0x1, "linux/seccomp.h"),
        new("SECCOMP_FILTER_FLAG_TSYNC", 0x1, "linux/seccomp.h"),

        // linux/membarrier.h
        new("MEMBARRIER_CMD_QUERY", 0x0, "linux/membarrier.h"),
        new("MEMBARRIER_CMD_PRIVATE_EXPEDITED", 0x8, "linux/membarrier.h"),
        new("MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED", 0x10, "linux/membarrier.h"),

        // linux/sched.h
        new("CLONE_VM", 0x100, "linux/sched.h"),
        new("CLONE_FS", 0x200, "linux/sched.h"),
        new("CLONE_FILES", 0x400, "linux/sched.h"),
        new("CLONE_SIGHAND", 0x800, "linux/sched.h"),
        new("CLONE_THREAD", 0x10000, "linux/sched.h"),
        new("CLONE_SYSVSEM", 0x40000, "linux/sched.h"),
        new("CLONE_SETTLS", 0x80000, "linux/sched.h"),
        new("CLONE_PARENT_SETTID", 0x100000, "linux/sched.h"),
        new("CLONE_CHILD_CLEARTID", 0x200000, "linux/sched.h"),

        // linux/time.h
        new("CLOCK_REALTIME", 0x0, "linux/time.h"),
        new("CLOCK_MONOTONIC", 0x1, "linux/time.h"),

        // linux/eventpoll.h
        new("EPOLL_CTL_ADD", 0x1, "linux/eventpoll.h"),
        new("EPOLL_CTL_DEL", 0x2, "linux/eventpoll.h"),
        new("EPOLL_CTL_MOD", 0x3, "linux/eventpoll.h"),
        new("EPOLL_CLOEXEC", 0x80000, "linux/eventpoll.h"),

        // sys/eventfd.h
        new("EFD_CLOEXEC", 0x80000, "sys/eventfd.h"),
        new("EFD_NONBLOCK", 0x800, "sys/eventfd.h"),

        // sys/signalfd.h
        new("SFD_CLOEXEC", 0x80000, "sys/signalfd.h"),
        new("SFD_NONBLOCK", 0x800, "sys/signalfd.h"),

        // linux/resource.h
        new("RLIMIT_STACK", 0x3, "linux/resource.h"),
        new("RLIMIT_NOFILE", 0x7, "linux/resource.h"),
        new("RLIMIT_AS", 0x9, "linux/resource.h"),

        // asm/prctl.h
        new("ARCH_SET_FS", 0x1002, "asm/prctl.h"),
        new("ARCH_GET_XCOMP_SUPP", 0x1021, "asm/prctl.h"),
        new("ARCH_REQ_XCOMP_GUEST_PERM", 0x1025, "asm/prctl.h"),
    ];
}
