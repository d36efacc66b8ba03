using System.Buffers.Text;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>Where programs of the host wait for the guest: at the path of the device's socket, an underscore and the port in decimal.</summary>
/// <param name="path">The path of the device's socket.</param>
internal sealed class PortAddress(UnixAddress path)
{
    // An underscore, and 2^32 in decimal.
    private const int LongestPort = 11;

    /// <summary>The longest path of a device's socket with which every port has an address, in bytes.</summary>
    internal static int LongestPath => UnixAddress.LongestPath - LongestPort;

    /// <summary>Connects to the program that listens at a port, without waiting.</summary>
    /// <returns>0 on success, or why not.</returns>
    internal Errno TryConnect(uint port, out StreamSocket connection)
    {
        Span<byte> name = stackalloc byte[LongestPort];
        name[0] = (byte)'_';
        Utf8Formatter.TryFormat(port, name[1..], out int digits);
        UnixAddress address = path;
        if (!address.TryAppend(name[..(digits + 1)]))
        {
            connection = default;
            return Errno.ENAMETOOLONG;
        }
        return StreamSocket.TryConnect(address, out connection);
    }
}
