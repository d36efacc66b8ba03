using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Wording;

/// <summary>Which C constants the arguments of x86_64 system calls take.</summary>
internal static class ConstantFamilies
{
    private static readonly ConstantFamily _requests = new("requests", "KVM_", "TC", "TIOC", "FIO", "BLK", "TUNSET", "TUNGET", "SIOC");
    private static readonly ConstantFamily _commands = new("commands", "F_") { Exceptions = ["F_SEAL_"] };
    private static readonly ConstantFamily _options = new("options", "PR_") { Exceptions = ["PR_SET_VMA_ANON_NAME"] };
    private static readonly ConstantFamily _processorOptions = new("options", "ARCH_");
    private static readonly ConstantFamily _filterOperations = new("operations", "SECCOMP_SET_", "SECCOMP_GET_");
    private static readonly ConstantFamily _epollOperations = new("operations", "EPOLL_CTL_");
    private static readonly ConstantFamily _futexOperations = new("operations", "FUTEX_") { AreBits = true, Manners = ["FUTEX_PRIVATE_FLAG", "FUTEX_CLOCK_REALTIME"] };
    private static readonly ConstantFamily _advices = new("advices", "MADV_");
    private static readonly ConstantFamily _barriers = new("commands", "MEMBARRIER_CMD_");
    private static readonly ConstantFamily _protections = new("protections", "PROT_") { AreBits = true };
    private static readonly ConstantFamily _mappings = new("flags", "MAP_") { AreBits = true };
    private static readonly ConstantFamily _moves = new("flags", "MREMAP_") { AreBits = true };
    private static readonly ConstantFamily _directories = new("directories", "AT_FDCWD");
    private static readonly ConstantFamily _directions = new("directions", "SHUT_");
    private static readonly ConstantFamily _maskChanges = new("operations", "SIG_");
    private static readonly ConstantFamily _randomness = new("flags", "GRND_") { AreBits = true };
    private static readonly ConstantFamily _memoryFiles = new("flags", "MFD_") { AreBits = true };
    private static readonly ConstantFamily _counters = new("flags", "EFD_") { AreBits = true };
    private static readonly ConstantFamily _signalFiles = new("flags", "SFD_") { AreBits = true };
    private static readonly ConstantFamily _opening = new("flags", "O_") { AreBits = true };
    private static readonly ConstantFamily _messages = new("flags", "MSG_") { AreBits = true };
    private static readonly ConstantFamily _sockets = new("types", "SOCK_") { AreBits = true };
    private static readonly ConstantFamily _families = new("address families", "AF_");
    private static readonly ConstantFamily _cloning = new("flags", "CLONE_") { AreBits = true };
    private static readonly ConstantFamily _clocks = new("clocks", "CLOCK_");
    private static readonly ConstantFamily _signals = new("signals", "SIG") { Exceptions = ["SIG_"] };
    private static readonly ConstantFamily _resources = new("limits", "RLIMIT_");

    /// <summary>The constants that an argument takes; null when profiles know none for it.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal static ConstantFamily? Of(int call, int index) => (SyscallTable.NameOf(call), index) switch
    {
        ("ioctl", 1) => _requests,
        ("fcntl", 1) => _commands,
        ("prctl", 0) => _options,
        ("arch_prctl", 0) => _processorOptions,
        ("seccomp", 0) => _filterOperations,
        ("epoll_ctl", 1) => _epollOperations,
        ("futex", 1) => _futexOperations,
        ("madvise", 2) => _advices,
        ("membarrier", 0) => _barriers,
        ("mmap" or "mprotect" or "pkey_mprotect", 2) => _protections,
        ("mmap", 3) => _mappings,
        ("mremap", 3) => _moves,
        ("open", 1) or ("openat" or "dup3", 2) or ("pipe2", 1) => _opening,
        ("openat" or "newfstatat" or "unlinkat" or "faccessat", 0) => _directories,
        ("recvfrom" or "sendto", 3) or ("recvmsg" or "sendmsg", 2) => _messages,
        ("socket" or "socketpair", 0) => _families,
        ("socket" or "socketpair", 1) or ("accept4", 3) => _sockets,
        ("shutdown", 1) => _directions,
        ("clone" or "unshare", 0) or ("setns", 1) => _cloning,
        ("clock_gettime" or "clock_getres" or "clock_nanosleep" or "timerfd_create", 0) => _clocks,
        ("kill" or "tkill", 1) or ("tgkill", 2) or ("rt_sigaction", 0) => _signals,
        ("rt_sigprocmask", 0) => _maskChanges,
        ("prlimit64", 1) or ("getrlimit" or "setrlimit", 0) => _resources,
        ("getrandom", 2) => _randomness,
        ("memfd_create", 1) => _memoryFiles,
        ("eventfd2", 1) => _counters,
        ("signalfd4", 3) => _signalFiles,
        _ => null,
    };
}
