using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Conditions of a descriptor (epoll_ctl(2)).</summary>
[Flags]
[CHeader("sys/epoll.h")]
public enum EpollEvents : uint
{
    /// <summary>Readable.</summary>
    EPOLLIN = 0x1,

    /// <summary>Writable.</summary>
    EPOLLOUT = 0x4,

    /// <summary>In error; always reported.</summary>
    EPOLLERR = 0x8,

    /// <summary>Hung up; always reported.</summary>
    EPOLLHUP = 0x10,

    /// <summary>The peer closed its writing half.</summary>
    EPOLLRDHUP = 0x2000,

    /// <summary>Reported once a change, not while it lasts.</summary>
    EPOLLET = 0x80000000,
}
