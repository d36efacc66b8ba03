using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Snapshots;

/// <summary>A device of a snapshot.</summary>
/// <param name="Kind">The kind of device, as the state's sections name it.</param>
/// <param name="Id">The client's own identifier; null for a kind of device that a machine has only once.</param>
internal sealed record SavedDevice(string Kind, string? Id)
{
    /// <summary>The backing file, as it was configured; null for a device without one.</summary>
    internal string? Path { get; private init; }

    /// <summary>Bytes of the backing file that the guest sees; null for a device without one.</summary>
    internal ulong? Length { get; private init; }

    internal bool? IsReadOnly { get; private init; }

    /// <summary>The tap of a network interface, as it was configured; null for other devices.</summary>
    internal string? HostDevice { get; private init; }

    /// <param name="devices">The devices that the snapshot has been loaded into.</param>
    /// <param name="configuration">The configuration of the snapshot.</param>
    internal static IReadOnlyList<SavedDevice> AllOf(DeviceSet devices, VmConfiguration configuration)
    {
        List<SavedDevice> saved = [];
        foreach (IMachineDevice device in devices.All)
        {
            saved.Add(Of(device, configuration));
        }
        return saved;
    }

    private static SavedDevice Of(IMachineDevice device, VmConfiguration configuration)
    {
        SavedDevice saved = new(device.Name.Kind, device.Name.Id.Length == 0 ? null : device.Name.Id);
        return (device as VirtioSlot)?.Device switch
        {
            UnbackedDisk disk when configuration.Drives.Find(device.Name.Id) is { } drive =>
                saved with { Path = drive.Path, Length = disk.Length, IsReadOnly = drive.IsReadOnly ?? false },
            UnbackedNetwork => saved with { HostDevice = configuration.Networks.Find(device.Name.Id)?.HostDevice },
            _ => saved,
        };
    }
}
