using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Sockets;

namespace Kiln.Vmm.Foundation;

/// <summary>Makes Unix sockets that listen. A stale socket of an earlier process is replaced, one that somebody listens on is not.</summary>
internal static class ListeningSocket
{
    /// <summary>Creates a socket; from then on clients can connect. The umask decides who may.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <returns>0 on success, or why not; EADDRINUSE when the path is that of something else than a stale socket.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal static Errno TryOpen(string path, int backlog, out UnixSocket? socket)
    {
        UnixSocket made = UnixSocket.Create();
        Errno error = made.Bind(path);
        if (error == Errno.EADDRINUSE && TryRemoveStale(path))
        {
            error = made.Bind(path);
        }
        if (error.Number == 0)
        {
            error = made.Listen(backlog);
        }
        socket = error.Number == 0 ? made : null;
        if (socket is null)
        {
            made.Dispose();
        }
        return error;
    }

    // ECONNREFUSED means that nobody listens and never will again: the process has ended. Any other file is left alone.
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
