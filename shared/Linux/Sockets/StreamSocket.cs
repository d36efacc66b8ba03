using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Sockets;

/// <summary>
/// A connected Unix stream socket as its number, close-on-exec and non-blocking. Whoever has it closes it, exactly once. Unlike <see cref="UnixSocket"/>
/// it is no object, so that a connection costs no allocation.
/// </summary>
/// <param name="number">The descriptor number.</param>
public readonly unsafe struct StreamSocket(int number)
{
    /// <summary>The descriptor, valid until the socket is closed.</summary>
    public Descriptors.Descriptor Descriptor => new(number);

    /// <summary>Connects to the listener at an address.</summary>
    /// <returns>0 on success, or the error; ECONNREFUSED without a listener, EAGAIN when its backlog is full.</returns>
    public static Errno TryConnect(UnixAddress address, out StreamSocket connection)
    {
        int made = LibC.socket(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, 0);
        connection = new StreamSocket(made);
        if (made < 0)
        {
            return SystemError.Last("").Errno;
        }
        Errno error = address.Apply(made, &LibC.connect);
        if (error.Number != 0)
        {
            connection.Close();
        }
        return error;
    }

    /// <summary>Accepts a connection that waits at a listener.</summary>
    /// <returns>0 on success, or the error; EAGAIN when none waits.</returns>
    public static Errno TryAccept(Descriptors.Descriptor listener, out StreamSocket connection)
    {
        int made = LibC.accept4(listener.Number, null, null, LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK);
        connection = new StreamSocket(made);
        return made < 0 ? SystemError.Last("").Errno : default;
    }

    /// <inheritdoc cref="Descriptors.Descriptor.Receive"/>
    /// <param name="buffer">Not in the managed heap.</param>
    /// <param name="length">Bytes of the buffer, at most 2^31 - 1.</param>
    public IoResult Receive(byte* buffer, uint length) => Descriptor.Receive(new Span<byte>(buffer, (int)length));

    /// <inheritdoc cref="Descriptors.Descriptor.Send"/>
    /// <param name="bytes">Not in the managed heap, or pinned.</param>
    /// <param name="length">Bytes to send, at most 2^31 - 1.</param>
    public IoResult Send(byte* bytes, uint length) => Descriptor.Send(new ReadOnlySpan<byte>(bytes, (int)length));

    /// <summary>Ends the stream to the peer: it reads the end behind what was sent.</summary>
    public void EndSending() => Descriptor.EndSending();

    /// <summary>Ends the stream from the peer: what it sends from now on fails with EPIPE.</summary>
    public void EndReceiving() => _ = LibC.shutdown(number, LibC.SHUT_RD);

    public void Close() => _ = LibC.close(number);
}
