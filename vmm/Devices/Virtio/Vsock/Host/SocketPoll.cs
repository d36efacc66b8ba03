using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>
/// The epoll set of a device's sockets, of which there are too many, and which come and go too often, for the thread's event loop: that one watches this
/// set. Level-triggered.
/// </summary>
internal sealed class SocketPoll : IDisposable
{
    /// <summary>Events taken at a time, as in Firecracker; the thread comes back for the rest.</summary>
    internal const int BatchLength = 32;

    private readonly Epoll _set = Epoll.Create();
    private readonly EpollEvent[] _batch = new EpollEvent[BatchLength];

    /// <exception cref="LinuxException">The process has no file descriptor left.</exception>
    internal SocketPoll()
    {
    }

    /// <summary>Readable when there are events.</summary>
    internal Descriptor Descriptor => _set.Descriptor;

    /// <summary>Changes what is reported of a socket; a socket that is closed leaves the set by itself.</summary>
    /// <param name="present">The present interest; null while the socket is not in the set. Receives the new one.</param>
    /// <param name="wanted">The new interest: with none, that it is hung up; null for nothing.</param>
    /// <param name="token">Returned with each event.</param>
    /// <returns>False when the kernel refuses.</returns>
    internal bool TryChange(StreamSocket socket, ref EpollEvents? present, EpollEvents? wanted, ulong token)
    {
        if (present == wanted)
        {
            return true;
        }
        Errno error = (present, wanted) switch
        {
            (null, { } interest) => _set.Add(socket.Descriptor, interest, token),
            (_, null) => _set.Remove(socket.Descriptor),
            (_, { } interest) => _set.Modify(socket.Descriptor, interest, token),
        };
        present = error.Number == 0 ? wanted : present;
        return error.Number == 0;
    }

    /// <summary>Takes events, without waiting for any.</summary>
    internal ReadOnlySpan<EpollEvent> Take() => _batch.AsSpan(0, _set.Wait(_batch, 0));

    public void Dispose() => _set.Dispose();
}
