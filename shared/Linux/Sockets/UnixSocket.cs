using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Sockets;

/// <summary>A Unix stream socket addressed by path (unix(7)), close-on-exec and non-blocking.</summary>
public sealed unsafe class UnixSocket : OwnedDescriptor
{
    private UnixSocket(int number)
        : base(number)
    {
    }

    /// <summary>Creates an unbound socket.</summary>
    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    public static UnixSocket Create() => new(LinuxException.ThrowIfFailed(
        LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0), "socket"));

    /// <summary>Binds the socket to a path; the mode of the new file is 0777 less the umask.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <returns>0 on success, or the error; EADDRINUSE when the path exists, whatever it is.</returns>
    public Errno Bind(string path) =>
        UnixAddress.TryCreate(path, out UnixAddress address) is { Number: not 0 } error ? error : address.Apply(Descriptor.Number, &LibC.bind);

    /// <param name="backlog">The number of connections that may wait to be accepted.</param>
    /// <returns>0 on success, or the error.</returns>
    public Errno Listen(int backlog) => ErrorOf(LibC.listen(Descriptor.Number, backlog));

    /// <summary>Connects to the listener at a path.</summary>
    /// <returns>0 on success, or the error; ECONNREFUSED without a listener, EAGAIN when its backlog is full.</returns>
    public Errno Connect(string path) =>
        UnixAddress.TryCreate(path, out UnixAddress address) is { Number: not 0 } error ? error : address.Apply(Descriptor.Number, &LibC.connect);

    /// <summary>Accepts a pending connection.</summary>
    /// <param name="connection">The connection, non-blocking and close-on-exec.</param>
    /// <returns>0 on success, or the error; EAGAIN when none is pending.</returns>
    public Errno Accept(out OwnedDescriptor? connection)
    {
        Errno error = StreamSocket.TryAccept(Descriptor, out StreamSocket accepted);
        connection = error.Number == 0 ? new OwnedDescriptor(accepted.Descriptor.Number) : null;
        return error;
    }

    private static Errno ErrorOf(int result) => result < 0 ? SystemError.Last("").Errno : default;
}
