using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Api.Http;

/// <summary>
/// The listening unix socket of the API. Its name remains when the monitor ends; clients remove it. A stale socket of an earlier monitor is
/// replaced, one that is listened on is not.
/// </summary>
internal sealed class ApiSocket : IDisposable
{
    // The backlog of connections, as in the contract.
    private const int Backlog = 128;

    private ApiSocket(UnixSocket listener) => Listener = listener;

    /// <summary>The listening socket; connections wait in its backlog until they are accepted.</summary>
    internal UnixSocket Listener { get; }

    /// <summary>Creates the socket; from then on clients can connect. The umask decides who may.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">The socket cannot be created.</exception>
    internal static ApiSocket Open(string path)
    {
        Errno error = ListeningSocket.TryOpen(path, Backlog, out UnixSocket? listener);
        if (listener is not null)
        {
            return new ApiSocket(listener);
        }
        string cure = error == Errno.EADDRINUSE ? "Check that it is not already used."
            : error == Errno.ENAMETOOLONG ? $"A socket's path has at most {UnixAddress.LongestPath} bytes; check --api-sock."
            : $"{error}; check --api-sock.";
        throw new VmmFailure($"Failed to open the API socket at: {Excerpt.OfPath(path)}. {cure}");
    }

    public void Dispose() => Listener.Dispose();
}
