namespace Kiln.Seccomp.Syscalls;

public static partial class NamedConstants
{
    // Clocks, waiting and sockets.
    private static NamedConstant[] Events =>
    [
        // linux/time.h
        new("CLOCK_REALTIME", 0x0, "linux/time.h"),
        new("CLOCK_MONOTONIC", 0x1, "linux/time.h"),
        new("CLOCK_PROCESS_CPUTIME_ID", 0x2, "linux/time.h"),
        new("CLOCK_THREAD_CPUTIME_ID", 0x3, "linux/time.h"),
        new("CLOCK_MONOTONIC_RAW", 0x4, "linux/time.h"),
        new("CLOCK_REALTIME_COARSE", 0x5, "linux/time.h"),
        new("CLOCK_MONOTONIC_COARSE", 0x6, "linux/time.h"),
        new("CLOCK_BOOTTIME", 0x7, "linux/time.h"),
        new("TIMER_ABSTIME", 0x1, "linux/time.h"),

        // sys/timerfd.h
        new("TFD_CLOEXEC", 0x80000, "sys/timerfd.h"),
        new("TFD_NONBLOCK", 0x800, "sys/timerfd.h"),
        new("TFD_TIMER_ABSTIME", 0x1, "sys/timerfd.h"),
        new("TFD_TIMER_CANCEL_ON_SET", 0x2, "sys/timerfd.h"),

        // sys/eventfd.h
        new("EFD_SEMAPHORE", 0x1, "sys/eventfd.h"),
        new("EFD_CLOEXEC", 0x80000, "sys/eventfd.h"),
        new("EFD_NONBLOCK", 0x800, "sys/eventfd.h"),

        // sys/signalfd.h
        new("SFD_CLOEXEC", 0x80000, "sys/signalfd.h"),
        new("SFD_NONBLOCK", 0x800, "sys/signalfd.h"),

        // linux/eventpoll.h
        new("EPOLL_CTL_ADD", 0x1, "linux/eventpoll.h"),
        new("EPOLL_CTL_DEL", 0x2, "linux/eventpoll.h"),
        new("EPOLL_CTL_MOD", 0x3, "linux/eventpoll.h"),
        new("EPOLL_CLOEXEC", 0x80000, "linux/eventpoll.h"),

        // sys/socket.h
        new("AF_UNIX", 0x1, "sys/socket.h"),
        new("AF_INET", 0x2, "sys/socket.h"),
        new("AF_INET6", 0xA, "sys/socket.h"),
        new("AF_NETLINK", 0x10, "sys/socket.h"),
        new("AF_VSOCK", 0x28, "sys/socket.h"),
        new("SOCK_STREAM", 0x1, "sys/socket.h"),
        new("SOCK_DGRAM", 0x2, "sys/socket.h"),
        new("SOCK_RAW", 0x3, "sys/socket.h"),
        new("SOCK_SEQPACKET", 0x5, "sys/socket.h"),
        new("SOCK_CLOEXEC", 0x80000, "sys/socket.h"),
        new("SOCK_NONBLOCK", 0x800, "sys/socket.h"),
        new("SOL_SOCKET", 0x1, "sys/socket.h"),
        new("SHUT_RD", 0x0, "sys/socket.h"),
        new("SHUT_WR", 0x1, "sys/socket.h"),
        new("SHUT_RDWR", 0x2, "sys/socket.h"),
        new("MSG_DONTWAIT", 0x40, "sys/socket.h"),
        new("MSG_NOSIGNAL", 0x4000, "sys/socket.h"),
        new("MSG_PEEK", 0x2, "sys/socket.h"),
        new("MSG_CMSG_CLOEXEC", 0x40000000, "sys/socket.h"),

        // linux/random.h
        new("GRND_NONBLOCK", 0x1, "linux/random.h"),
        new("GRND_RANDOM", 0x2, "linux/random.h"),
        new("GRND_INSECURE", 0x4, "linux/random.h"),
    ];
}
