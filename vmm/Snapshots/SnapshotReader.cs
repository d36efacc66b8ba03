using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Snapshots;

/// <summary>
/// Builds a machine from the files of a snapshot. Its memory is a private mapping of the memory file: pages are read when they are first used, and those
/// that are only read are shared with other machines. A machine that is loaded is paused. The vmm thread, in set-up.
/// </summary>
/// <param name="backends">Receives the drives' files, the network interfaces' taps and the vsock device's socket.</param>
/// <param name="loop">The vmm thread's event loop.</param>
internal sealed class SnapshotReader(HostBackends backends, EventLoop loop)
{
    private const string Restore = "Failed to restore from snapshot: ";
    private const string StateCategory = Restore + "Failed to get snapshot state from file: ";
    private const string MemoryCategory = Restore + "Failed to load guest memory: Error creating guest memory from file: ";
    private const string BuildCategory = Restore + "Failed to build microVM from snapshot: ";
    private const string DeviceCategory = BuildCategory + "Failed to restore devices: Error restoring MMIO devices: ";

    /// <summary>Loads a snapshot.</summary>
    /// <param name="serial">Target and rate limit of the serial port, which the snapshot does not have.</param>
    /// <param name="output">Receives the serial port's output.</param>
    /// <exception cref="VmmFailure">The snapshot cannot be loaded; clients match the message. Nothing is left of the machine.</exception>
    internal RestoredMachine Load(SnapshotLoading request, SerialConfiguration serial, IConsoleSink output)
    {
        StartMoment started = StartMoment.Now;
        if (StateFile.TryRead(request.StatePath, out FileBytes? file) is { } error)
        {
            throw new VmmFailure($"{StateCategory}Failed to open snapshot file: {error.Errno.Description}: {Excerpt.OfPath(request.StatePath)}{AccessCure.Of(error.Errno, "read")}");
        }
        using FileBytes state = file!;
        try
        {
            StateReader reader = new(state.Bytes);
            _ = SnapshotOrigin.Load(ref reader);
            VmConfiguration configuration = Of(VmConfiguration.Load(ref reader), request) with { Serial = serial };
            Open(configuration.Drives);
            configuration = configuration with { Networks = Open(configuration.Networks) };
            Open(configuration.Vsock);
            CpuTemplate template = MicroVmBuilder.TemplateOf(configuration, new RunningProcessor());
            MemorySource memory = Open(request.MemoryFile, configuration);
            MicroVm? machine = null;
            try
            {
                machine = Build(configuration, template, memory, output, started);
                bool keepsTimeStamp = SavedMachine.Of(machine, template).Load(request.SetsClock ? ClockStart.RealTime : ClockStart.Saved, ref reader);
                reader.Finish();
                machine.NotifyOfLoad();
                return new RestoredMachine(machine, new LoadedMachine(configuration, keepsTimeStamp), memory);
            }
            catch
            {
                machine?.Dispose();
                memory.Dispose();
                throw;
            }
        }
        catch (StateFailure failure)
        {
            throw new VmmFailure($"{StateCategory}Failed to load snapshot state from file: {failure.Message}");
        }
    }

    // What the request changes.
    private static VmConfiguration Of(VmConfiguration saved, SnapshotLoading request)
    {
        DriveList changed = saved.Drives;
        foreach (DriveOverride other in request.Drives)
        {
            changed = changed.Find(other.Id) is { } drive
                ? changed.With(drive with { Path = other.Path, Lock = other.Lock ?? drive.Lock })
                : throw new VmmFailure($"{StateCategory}Unknown Drive Device.");
        }
        NetworkInterfaceList networks = saved.Networks;
        foreach (NetworkOverride other in request.Networks)
        {
            networks = networks.WithDevice(other.Id, other.HostDevice) ?? throw new VmmFailure($"{StateCategory}Unknown Network Device.");
        }
        return request switch
        {
            { VsockPath: not null } when saved.Vsock is null => throw new VmmFailure($"{StateCategory}Unknown Vsock Device."),
            _ when PagesOf(saved, request) == HugePages.Reserved => throw new VmmFailure(
                $"{MemoryCategory}Cannot restore hugetlbfs backed snapshot by mapping the memory file. Please use uffd."),
            _ => saved with
            {
                Drives = changed,
                Networks = networks,
                Vsock = request.VsockPath is { } path ? saved.Vsock! with { SocketPath = path } : saved.Vsock,
                Machine = saved.Machine with { TracksDirtyPages = request.TracksDirtyPages, Pages = PagesOf(saved, request) },
            },
        };
    }

    private static HugePages PagesOf(VmConfiguration saved, SnapshotLoading request) => request.Pages switch
    {
        RestoredPages.None => HugePages.None,
        RestoredPages.Transparent => HugePages.Transparent,
        RestoredPages.Reserved => HugePages.Reserved,
        _ => saved.Machine.Pages,
    };

    private void Open(DriveList list)
    {
        foreach (DriveConfiguration drive in list)
        {
            if (backends.Drives.Open(drive) is { } reason)
            {
                throw new VmmFailure($"{DeviceCategory}Block: Virtio backend error: {reason}");
            }
        }
    }

    // With the names that the taps have.
    private NetworkInterfaceList Open(NetworkInterfaceList list)
    {
        NetworkInterfaceList opened = list;
        foreach (NetworkInterfaceConfiguration network in list)
        {
            opened = backends.Taps.Open(network, out string device) is { } reason
                ? throw new VmmFailure($"{DeviceCategory}Net: Failed to create a network device: {reason}")
                : opened.WithDevice(network.Id, device)!;
        }
        return opened;
    }

    private void Open(VsockConfiguration? vsock)
    {
        if (vsock is not null && backends.Vsock.Open(vsock.SocketPath) is { } reason)
        {
            throw new VmmFailure($"{DeviceCategory}VsockUnixBackend: {reason}");
        }
    }

    private static MemorySource Open(string path, VmConfiguration configuration)
    {
        if (MemorySource.TryOpen(path, out MemorySource? source) is { } error)
        {
            throw new VmmFailure($"{MemoryCategory}Failed to load guest memory: {error.Errno.Description}");
        }
        if ((ulong)source!.Length < configuration.Machine.MemoryMebibytes << 20)
        {
            source.Dispose();
            throw new VmmFailure(
                $"{MemoryCategory}Failed to restore guest memory: Total sum of memory regions exceeds largest possible file offset");
        }
        return source;
    }

    private MicroVm Build(VmConfiguration configuration, CpuTemplate template, MemorySource memory, IConsoleSink output, StartMoment started)
    {
        try
        {
            using KvmSystem system = HostCapabilities.Open(HostCapabilities.DevicePath, template.Capabilities);
            GuestTileData.Permit();
            FileBacking backing = new(memory.Descriptor, 0, FileSharing.Private)
            {
                PrefersHugePages = configuration.Machine.Pages == HugePages.Transparent,
            };
            return MicroVmBuilder.Build(configuration, backing, system, backends, loop, output, started);
        }
        catch (Exception failure) when (failure is VmmFailure or LinuxException)
        {
            throw new VmmFailure($"{BuildCategory}{failure.Message}");
        }
    }
}
