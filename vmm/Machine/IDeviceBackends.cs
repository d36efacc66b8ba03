using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>Makes the virtio devices that need something of the host, each with its own.</summary>
internal interface IDeviceBackends
{
    /// <summary>Makes a disk.</summary>
    /// <param name="drive">A drive of the machine's configuration.</param>
    /// <param name="link">The device's link to its driver.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <exception cref="VmmFailure">The host lacks io_uring for a drive.</exception>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    IVirtioDevice MakeDisk(DriveConfiguration drive, DriverLink link, GuestMemory memory);

    /// <summary>Makes a network interface.</summary>
    /// <param name="network">A network interface of the machine's configuration.</param>
    /// <param name="link">The device's link to its driver.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <exception cref="VmmFailure">The host has no memory for the metadata service.</exception>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    IVirtioDevice MakeNetwork(NetworkInterfaceConfiguration network, DriverLink link, GuestMemory memory);

    /// <summary>Makes the vsock device.</summary>
    /// <param name="vsock">That of the machine's configuration.</param>
    /// <param name="link">The device's link to its driver.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <exception cref="VmmFailure">The host has no memory for its connections.</exception>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    IVirtioDevice MakeVsock(VsockConfiguration vsock, DriverLink link, GuestMemory memory);
}
