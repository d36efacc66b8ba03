using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Taps;

/// <summary>
/// The host's own IPv6 on an interface. On a tap it would give the guest a link-local address of the host's to talk to, believe the guest's router
/// advertisements, and leave router solicitations in the tap's queue before anybody reads it.
/// </summary>
internal static class Ipv6
{
    private const string Settings = "/proc/sys/net";

    /// <summary>Turns it off, in the network namespace of this thread. A kernel without IPv6 has nothing to turn off.</summary>
    /// <param name="interfaceName">A name that is no path.</param>
    /// <exception cref="JailerFailure">The setting cannot be written.</exception>
    internal static void TurnOff(string interfaceName)
    {
        string path = $"{Settings}/ipv6/conf/{interfaceName}/disable_ipv6";
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDWR, 0, out OwnedDescriptor? setting) is { } error)
        {
            if (error.Errno == Errno.ENOENT && HasSettings)
            {
                return;
            }
            throw Failure(path, error.Errno);
        }
        using (setting)
        {
            if (setting!.Descriptor.WriteAt("1\n"u8, 0) is { Failed: true } written)
            {
                throw Failure(path, written.Errno);
            }
            Span<byte> text = stackalloc byte[2];
            if (setting.Descriptor.ReadAt(text, 0).Count == 0 || text[0] != (byte)'1')
            {
                throw new JailerFailure($"{path} did not keep its 1: IPv6 of the host would stay on where the guest is");
            }
        }
    }

    // Where the host's settings are not in view at all, nothing tells whether there is IPv6.
    private static bool HasSettings
    {
        get
        {
            SystemError? error = OwnedDescriptor.TryOpen($"{Settings}/core", LibC.O_RDONLY | LibC.O_DIRECTORY, 0, out OwnedDescriptor? folder);
            folder?.Dispose();
            return error is null;
        }
    }

    private static JailerFailure Failure(string path, Errno errno) => new(
        $"{path} cannot be written: {errno}; the jailer turns IPv6 off there, so /proc/sys must be mounted and writable where it runs")
    { Error = errno };
}
