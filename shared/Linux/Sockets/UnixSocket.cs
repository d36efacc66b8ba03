using System.Text;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Sockets;

/// <summary>A stream socket of this host, found by a path (unix(7)); close-on-exec, and no call on it waits.</summary>
public sealed unsafe class UnixSocket : OwnedDescriptor
{
    private UnixSocket(int number)
        : base(number)
    {
    }

    /// <summary>The longest path, in bytes: what struct sockaddr_un holds beside the NUL.</summary>
    public static int LongestPath => sockaddr_un.sun_path_length - 1;

    /// <summary>Makes a socket that is nowhere yet.</summary>
    /// <exception cref="LinuxException">No descriptor or no memory is left.</exception>
    public static UnixSocket Create() => new(LinuxException.ThrowIfFailed(
        LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0), "socket"));

    /// <summary>Makes a name in the file system that leads to this socket; its mode is 0777 without the bits of the umask.</summary>
    /// <param name="path">The name; without a NUL.</param>
    /// <returns>Number 0, or why not; EADDRINUSE when the name is there already, whatever it names.</returns>
    public Errno Bind(string path)
    {
        sockaddr_un address;
        return TryAddress(path, &address) is { Number: not 0 } error
            ? error
            : ErrorOf(LibC.bind(Descriptor.Number, (sockaddr*)&address, (socklen_t)sizeof(sockaddr_un)));
    }

    /// <summary>Lets others connect.</summary>
    /// <param name="backlog">How many may wait to be accepted.</param>
    /// <returns>Number 0, or why not.</returns>
    public Errno Listen(int backlog) => ErrorOf(LibC.listen(Descriptor.Number, backlog));

    /// <summary>Connects to whoever listens under a name.</summary>
    /// <param name="path">The name.</param>
    /// <returns>Number 0, or why not; ECONNREFUSED when nobody listens, EAGAIN when too many wait already.</returns>
    public Errno Connect(string path)
    {
        sockaddr_un address;
        return TryAddress(path, &address) is { Number: not 0 } error
            ? error
            : ErrorOf(LibC.connect(Descriptor.Number, (sockaddr*)&address, (socklen_t)sizeof(sockaddr_un)));
    }

    /// <summary>Takes a connection that waits.</summary>
    /// <param name="connection">The connection, with the properties of this socket.</param>
    /// <returns>Number 0, or why there is none; EAGAIN when none waits.</returns>
    public Errno Accept(out OwnedDescriptor? connection)
    {
        int number = LibC.accept4(Descriptor.Number, null, null, LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK);
        Errno error = ErrorOf(number);
        connection = number < 0 ? null : new OwnedDescriptor(number);
        return error;
    }

    // The kernel would take an empty path for a name outside the file system, and a part of a long one for the whole.
    private static Errno TryAddress(string path, sockaddr_un* address)
    {
        *address = default;
        address->sun_family = LibC.AF_UNIX;
        if (path.Length == 0 || Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return path.Length == 0 ? Errno.ENOENT : Errno.ENAMETOOLONG;
        }
        CString.Encode(path).CopyTo(new Span<byte>(address->sun_path, sockaddr_un.sun_path_length));
        return default;
    }

    private static Errno ErrorOf(int result) => result < 0 ? SystemError.Last("").Errno : default;
}
