using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>Conditions of a descriptor (epoll_ctl(2)).</summary>
[Flags]
[CHeader("sys/epoll.h")]
public enum EpollEvents : uint
{
    EPOLLIN = 0x1,

    EPOLLOUT = 0x4,

    /// <summary>Error; always reported.</summary>
    EPOLLERR = 0x8,

    /// <summary>Hangup; always reported.</summary>
    EPOLLHUP = 0x10,

    /// <summary>The peer shut down its sending side.</summary>
    EPOLLRDHUP = 0x2000,

    /// <summary>Edge-triggered: reported once per change.</summary>
    EPOLLET = 0x80000000,
}
