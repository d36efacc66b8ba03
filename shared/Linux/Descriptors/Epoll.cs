using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A set of descriptors to wait on (epoll(7)), level-triggered unless asked otherwise.</summary>
public sealed class Epoll : OwnedDescriptor
{
    private Epoll(int number)
        : base(number)
    {
    }

    /// <summary>Makes an empty set; close-on-exec.</summary>
    /// <exception cref="LinuxException">No descriptor or no memory is left.</exception>
    public static Epoll Create() => new(LinuxException.ThrowIfFailed(LibC.epoll_create1(LibC.EPOLL_CLOEXEC), "epoll_create1"));

    /// <summary>Adds a descriptor.</summary>
    /// <param name="descriptor">What to wait on.</param>
    /// <param name="interest">The conditions that end a wait.</param>
    /// <param name="token">Returned with each event of this descriptor.</param>
    /// <returns>Number 0, or why not; EPERM means a file that is always ready.</returns>
    public Errno Add(Descriptor descriptor, EpollEvents interest, ulong token) =>
        Change(LibC.EPOLL_CTL_ADD, descriptor, interest, token);

    /// <summary>Changes what ends a wait on a descriptor.</summary>
    /// <param name="descriptor">A descriptor in the set.</param>
    /// <param name="interest">The conditions that end a wait.</param>
    /// <param name="token">Returned with each event of this descriptor.</param>
    /// <returns>Number 0, or why not.</returns>
    public Errno Modify(Descriptor descriptor, EpollEvents interest, ulong token) =>
        Change(LibC.EPOLL_CTL_MOD, descriptor, interest, token);

    /// <summary>Removes a descriptor.</summary>
    /// <param name="descriptor">A descriptor in the set.</param>
    /// <returns>Number 0, or why not.</returns>
    public Errno Remove(Descriptor descriptor) => Change(LibC.EPOLL_CTL_DEL, descriptor, default, 0);

    /// <summary>Waits until a descriptor is ready.</summary>
    /// <param name="events">Filled from the start.</param>
    /// <param name="timeoutMilliseconds">How long at most; -1 for ever.</param>
    /// <returns>How many events there are; 0 after the timeout or when a signal interrupted the wait.</returns>
    /// <exception cref="LinuxException">The set itself is broken, which only a fault of this program can cause.</exception>
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
