using System.Globalization;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The virtio devices of a machine, in the order in which guests find and name them: drives, of which the one that it boots from is the first,
/// then the source of random numbers. Each has a page of registers, an interrupt, and a word on the kernel's command line.
/// </summary>
/// <param name="parts">Takes what has to be given back.</param>
/// <param name="vm">Takes doorbells and interrupts.</param>
/// <param name="memory">The guest's memory.</param>
/// <param name="addresses">Takes registers.</param>
/// <param name="interrupts">Gives interrupts.</param>
/// <param name="commandLine">Tells the kernel.</param>
/// <param name="loop">The vmm thread's loop.</param>
internal sealed class VirtioDevices(
    MachineParts parts, KvmVm vm, GuestMemory memory, Bus addresses, GsiAllocator interrupts, KernelCommandLine commandLine, EventLoop loop)
{
    // Behind the page of the boot timer, in the hole that memory leaves for devices.
    private const ulong FirstAddress = 0xC000_1000;

    private readonly List<MmioDevice> _places = [];
    private readonly Dictionary<string, BlockDevice> _drives = [];

    /// <summary>Where the devices are, for the tables that tell of them.</summary>
    internal IReadOnlyList<MmioDevice> Places => _places;

    /// <summary>The drives, by their ids.</summary>
    internal IReadOnlyDictionary<string, BlockDevice> Drives => _drives;

    /// <summary>Makes the devices of a machine.</summary>
    /// <param name="configuration">The machine.</param>
    /// <param name="files">The files of its drives.</param>
    /// <exception cref="VmmFailure">The command line has no room.</exception>
    /// <exception cref="LinuxException">KVM refuses, or no descriptor is left.</exception>
    internal void Attach(VmConfiguration configuration, DriveFiles files)
    {
        foreach (DriveConfiguration drive in configuration.Drives)
        {
            if (drive.IsRoot)
            {
                commandLine.Append(drive.PartitionUuid is { } partition ? $"root=PARTUUID={partition}" : "root=/dev/vda");
                commandLine.Append(drive.IsReadOnly is true ? "ro" : "rw");
            }
            BlockMetrics metrics = VmmMetrics.Process.Drive(drive.Id);
            Attach(1, link =>
            {
                BlockDevice device = new(link, memory, files[drive.Id], drive, EngineFor(drive, link), loop, metrics);
                _drives.Add(drive.Id, device);
                return device;
            });
        }
        if (configuration.Entropy is { } entropy)
        {
            Attach(1, link => new EntropyDevice(link, memory, entropy, loop, VmmMetrics.Process.Entropy));
        }
    }

    private BlockEngineMaker EngineFor(DriveConfiguration drive, DriverLink link) => drive.Engine is DriveEngine.Async
        ? (file, completions) => new AsyncEngine(file, completions, link.Gate, loop)
        : (file, completions) => new SyncEngine(file, completions);

    private void Attach<TDevice>(int queueCount, Func<DriverLink, TDevice> make)
        where TDevice : IVirtioDevice, IDisposable
    {
        MmioDevice place = new(FirstAddress + ((ulong)_places.Count * MmioTransport.Length), interrupts.Take());
        InterruptLine line = parts.Add(new InterruptLine());
        DriverLink link = parts.Add(new DriverLink(memory, queueCount, line, VmmMetrics.Process.Interrupts));
        TDevice device = parts.Add(make(link));
        vm.ConnectInterrupt(line.Line, place.Gsi);
        for (int queue = 0; queue < queueCount; queue++)
        {
            parts.Add(new QueueDoorbell(link, device, queue, loop));
            vm.ConnectDoorbell(link.Doorbells[queue], place.Address + (ulong)MmioRegister.VIRTIO_MMIO_QUEUE_NOTIFY, (uint)queue);
        }
        addresses.Add(place.Address, MmioTransport.Length, new MmioTransport(new Negotiation(link, device)));
        commandLine.Append(string.Create(CultureInfo.InvariantCulture, $"virtio_mmio.device=4K@0x{place.Address:x}:{place.Gsi}"));
        _places.Add(place);
    }
}
