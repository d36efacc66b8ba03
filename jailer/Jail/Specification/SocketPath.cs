using System.Text;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>The path of the API's socket on the host, which clients connect to.</summary>
internal static class SocketPath
{
    // sun_path of linux/un.h has 108 bytes, of which a NUL takes one.
    private const int MostBytes = 107;

    private const string Option = "--api-sock";
    private const string NoSocketOption = "--no-api";
    private const string Default = "run/firecracker.socket";

    /// <summary>A warning when no client can name the socket; the monitor, whose path of it is shorter, can.</summary>
    /// <param name="root">The jail's root on the host.</param>
    /// <param name="arguments">The monitor's arguments.</param>
    /// <returns>Null when they can, or there is no socket.</returns>
    internal static string? Warning(HostPath root, IReadOnlyList<string> arguments)
    {
        string path = Default;
        for (int index = 0; index < arguments.Count; index++)
        {
            if (arguments[index] == NoSocketOption)
            {
                return null;
            }
            if (arguments[index] == Option && index + 1 < arguments.Count)
            {
                path = arguments[index + 1];
            }
        }
        HostPath onHost = root.Below(path.TrimStart('/'));
        int length = Encoding.UTF8.GetByteCount(onHost.Text);
        return length <= MostBytes
            ? null
            : $"the API's socket is {length} bytes long on the host, {onHost}, and clients can name {MostBytes}: give a shorter --chroot-base-dir, --id or {Option}, "
                + $"or have them connect from within {root}";
    }
}
