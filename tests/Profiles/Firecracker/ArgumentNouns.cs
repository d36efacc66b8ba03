namespace Kiln.Profiles.Tests.Firecracker;

/// <summary>What the arguments that rules confine are called.</summary>
internal static class ArgumentNouns
{
    /// <summary>The noun for one value and for several.</summary>
    /// <param name="index">The argument's index, from 0.</param>
    internal static (string One, string Several) Of(string call, int index) => (call, index) switch
    {
        ("ioctl", 1) => ("request", "requests"),
        ("fcntl", 1) or ("membarrier", 0) => ("command", "commands"),
        ("futex" or "epoll_ctl" or "io_uring_register", 1) => ("operation", "operations"),
        ("madvise", 2) => ("advice", "advices"),
        ("tkill", 1) or ("tgkill", 2) or ("rt_sigaction", 0) => ("signal", "signals"),
        ("clock_gettime" or "clock_nanosleep" or "timerfd_create", 0) => ("clock", "clocks"),
        ("mmap" or "mprotect", 2) => ("protection", "protections"),
        ("socket", 0) => ("family", "families"),
        ("socket", 1) => ("type", "types"),
        ("socket", 2) => ("protocol", "protocols"),
        ("shutdown", 1) => ("direction", "directions"),
        ("fallocate", 1) => ("mode", "modes"),
        ("openat", 3) => ("mode", "modes"),
        ("lseek", 1) => ("offset", "offsets"),
        ("lseek", 2) => ("origin", "origins"),
        ("poll", 1) or ("readv" or "writev", 2) or ("io_uring_enter", 1) or ("io_uring_register", 3) => ("count", "counts"),
        ("poll", 2) => ("timeout", "timeouts"),
        ("io_uring_enter", 2) => ("wait", "waits"),
        ("accept4", 1) or ("recvfrom" or "sendto", 4) => ("address", "addresses"),
        ("prlimit64", 0) => ("process", "processes"),
        ("prlimit64", 2) => ("new limit", "new limits"),
        ("read" or "write" or "connect", 2) or ("getrandom", 1) => ("length", "lengths"),
        ("mmap" or "accept4" or "recvfrom" or "sendto" or "io_uring_enter", 3) or ("openat" or "dup3" or "getrandom" or "msync", 2)
            or ("memfd_create" or "timerfd_create" or "timerfd_settime", 1) => ("flags", "sets of flags"),
        ("dup3", 1) => ("new descriptor", "new descriptors"),
        ("ioctl" or "fcntl", 2) => ("argument", "arguments"),
        (_, 0) => ("descriptor", "descriptors"),
        _ => throw new ArgumentException($"argument {index} of {call} has no name here; add it"),
    };
}
