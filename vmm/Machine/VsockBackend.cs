using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Vsock.Connections;
using Kiln.Vmm.Devices.Virtio.Vsock.Host;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Machine;

/// <summary>The host's side of the vsock device: its socket, bound when the device is configured, and removed when the monitor ends. The vmm thread owns it.</summary>
internal sealed class VsockBackend : IDisposable
{
    /// <summary>The socket; null before the device is configured.</summary>
    internal HostListener? Listener { get; private set; }

    /// <summary>Binds the socket of a device, replacing that of the present one.</summary>
    /// <param name="path">The path; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, otherwise the reason, which clients match; the device keeps its present socket then, unless it has the same path.</returns>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal string? Open(string path)
    {
        if (Listener?.Path == path)
        {
            Close();
        }
        if (HostListener.TryOpen(path, out HostListener? listener) is { } refusal)
        {
            return refusal;
        }
        Close();
        Listener = listener;
        return null;
    }

    /// <summary>The connections of a device, none yet.</summary>
    /// <exception cref="VmmFailure">The host has no memory.</exception>
    internal static ConnectionTable MakeTable() => ConnectionTable.TryCreate()
        ?? throw new VmmFailure("the host has no memory for the connections of the vsock device; end another process, or raise the limits of this one");

    public void Dispose() => Close();

    private void Close()
    {
        Listener?.Dispose();
        Listener = null;
    }
}
