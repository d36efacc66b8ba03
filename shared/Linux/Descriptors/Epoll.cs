using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>An epoll set (epoll(7)), level-triggered unless EPOLLET is requested.</summary>
public sealed class Epoll : OwnedDescriptor
{
    private Epoll(int number)
        : base(number)
    {
    }

    /// <summary>Creates an empty set, close-on-exec.</summary>
    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    public static Epoll Create() => new(LinuxException.ThrowIfFailed(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), "epoll_create1"));

    /// <summary>Adds a descriptor to the set.</summary>
    /// <param name="interest">The conditions to wait for.</param>
    /// <param name="token">Returned with each event of this descriptor.</param>
    /// <returns>0 on success; EPERM means a file that is always ready.</returns>
    public Errno Add(Descriptor descriptor, EpollEvents interest, ulong token) =>
        Change(LibC.EPOLL_CTL_ADD, descriptor, interest, token);

    /// <summary>Changes the conditions of a descriptor.</summary>
    /// <param name="interest">The conditions to wait for.</param>
    /// <param name="token">Returned with each event of this descriptor.</param>
    /// <returns>0 on success, or the error.</returns>
    public Errno Modify(Descriptor descriptor, EpollEvents interest, ulong token) =>
        Change(LibC.EPOLL_CTL_MOD, descriptor, interest, token);

    /// <summary>Removes a descriptor from the set.</summary>
    /// <returns>0 on success, or the error.</returns>
    public Errno Remove(Descriptor descriptor) => Change(LibC.EPOLL_CTL_DEL, descriptor, default, 0);

    /// <summary>Waits until a descriptor is ready.</summary>
    /// <param name="events">Filled from index 0.</param>
    /// <param name="timeoutMilliseconds">Timeout, or -1 to wait indefinitely.</param>
    /// <returns>The number of events; 0 after the timeout or when a signal interrupted the wait.</returns>
    /// <exception cref="LinuxException">The set itself is invalid, which is a bug in this program.</exception>
    public unsafe int Wait(Span<EpollEvent> events, int timeoutMilliseconds)
    {
        fixed (EpollEvent* pointer = events)
        {
            int count = LibC.epoll_wait(Descriptor.Number, (epoll_event*)pointer, events.Length, timeoutMilliseconds);
            if (count >= 0)
            {
                return count;
            }
            SystemError error = SystemError.Last("epoll_wait");
            return error.Errno == Errno.EINTR ? 0 : throw new LinuxException(error);
        }
    }

    private unsafe Errno Change(int operation, Descriptor descriptor, EpollEvents interest, ulong token)
    {
        EpollEvent change = new() { Events = interest, Token = token };
        int result = LibC.epoll_ctl(Descriptor.Number, operation, descriptor.Number, (epoll_event*)&change);
        return result == 0 ? default : SystemError.Last("epoll_ctl").Errno;
    }
}
