using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The socket that clients of the API find by its path. Its name stays when the monitor ends: clients remove it. One that a monitor left behind
/// is replaced, one that somebody listens on is not.
/// </summary>
internal sealed class ApiSocket : IDisposable
{
    // Clients that may wait to be accepted, as the contract's.
    private const int Backlog = 128;

    private ApiSocket(UnixSocket listener) => Listener = listener;

    /// <summary>Takes connections. They wait until it is asked for them.</summary>
    internal UnixSocket Listener { get; }

    /// <summary>Makes the socket; from then on clients can connect. Who may is the umask's decision.</summary>
    /// <param name="path">Its name; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be made.</exception>
    internal static ApiSocket Open(string path)
    {
        UnixSocket listener = UnixSocket.Create();
        Errno error = listener.Bind(path);
        if (error == Errno.EADDRINUSE && TryRemoveStale(path))
        {
            error = listener.Bind(path);
        }
        if (error.Number == 0)
        {
            error = listener.Listen(Backlog);
        }
        if (error.Number == 0)
        {
            return new ApiSocket(listener);
        }
        listener.Dispose();
        string cure = error == Errno.EADDRINUSE ? "Check that it is not already used."
            : error == Errno.ENAMETOOLONG ? $"A socket's path has at most {UnixSocket.LongestPath} bytes; check --api-sock."
            : $"{error}; check --api-sock.";
        throw new VmmFailure($"Failed to open the API socket at: {Excerpt.OfPath(path)}. {cure}");
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => Listener.Dispose();

    // Nobody listens on a socket whose process has ended, and it will never be listened on again. Anything else under the name stays.
    private static bool TryRemoveStale(string path)
    {
        if (PathName.StatusOf(path) is not { IsSocket: true } found)
        {
            return false;
        }
        using UnixSocket probe = UnixSocket.Create();
        return probe.Connect(path) == Errno.ECONNREFUSED
            && PathName.StatusOf(path) is { } still
            && still.IsSameFile(found)
            && PathName.Unlink(path).Number == 0;
    }
}
