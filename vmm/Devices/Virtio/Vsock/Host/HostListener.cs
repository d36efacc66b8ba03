using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Sockets;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>
/// The socket at which programs of the host ask for ports of the guest, bound when the device is configured, and removed with it. Clients wait in its backlog
/// until a guest has a driver.
/// </summary>
internal sealed class HostListener : IDisposable
{
    // As many as there can be connections.
    private const int Backlog = ConnectionTable.Most;

    private const string Category = "Error binding to the host-side Unix socket: ";

    private readonly UnixSocket _socket;

    private HostListener(string path, UnixSocket socket, UnixAddress address)
    {
        (Path, _socket) = (path, socket);
        Ports = new PortAddress(address);
    }

    internal string Path { get; }

    internal Descriptor Descriptor => _socket.Descriptor;

    /// <summary>Where programs of the host wait for the guest.</summary>
    internal PortAddress Ports { get; }

    /// <summary>Binds a socket. A stale one is replaced.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, else an error message that clients match.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal static string? TryOpen(string path, out HostListener? listener)
    {
        listener = null;
        Errno error = ListeningSocket.TryOpen(path, Backlog, out UnixSocket? socket);
        if (socket is null)
        {
            return $"{Category}{error.Description}; {CureOf(error, path)}";
        }
        _ = UnixAddress.TryCreate(path, out UnixAddress address);
        if (address.Length > PortAddress.LongestPath)
        {
            Log.Warning(
                Module.Vsock,
                $"{Excerpt.OfPath(path)} is so long that the guest cannot connect to every port of the host: {PortAddress.LongestPath} bytes leave room for them");
        }
        listener = new HostListener(path, socket, address);
        return null;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _ = PathName.Unlink(Path);
    }

    private static string CureOf(Errno error, string path)
    {
        string shown = Excerpt.OfPath(path);
        return error switch
        {
            _ when error == Errno.EADDRINUSE => $"{shown} is something else than a socket that nobody listens on: give each machine a path of its own",
            _ when error == Errno.ENAMETOOLONG => $"a socket's path has at most {UnixAddress.LongestPath} bytes: shorten uds_path",
            _ when error == Errno.ENOENT => $"the directory of {shown} must exist, in a jail in the jail",
            _ when error == Errno.EACCES || error == Errno.EPERM => $"the monitor's user must be able to write to the directory of {shown}",
            _ => $"check {shown}",
        };
    }
}
