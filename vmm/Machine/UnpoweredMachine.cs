using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine;

/// <summary>
/// A machine without KVM that never runs. It has the devices of a configuration, made by the code that makes those of a real machine, but nothing of
/// the host behind them: a saved state is checked by loading it here. The vmm thread owns it.
/// </summary>
internal sealed class UnpoweredMachine : IDisposable
{
    private static readonly VmmMetrics _metrics = Metrics();

    private readonly EventLoop _loop = new();
    private readonly GuestMemory _memory;
    private readonly int _processors;

    /// <param name="configuration">A configuration that <see cref="MachineRules"/> accepts for a start.</param>
    /// <exception cref="VmmFailure">The host does not map as much memory, though none of it is used.</exception>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal UnpoweredMachine(VmConfiguration configuration)
    {
        _processors = configuration.Machine.Processors.Count;
        try
        {
            _memory = Map(configuration.Machine.MemoryMebibytes);
            Board = new MachineBoard(_memory, new NoWiring());
            new MachineDevices(Board, _loop, _metrics).Add(configuration, new NoBackends(), new NoConsole(), StartMoment.Now);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Memory, buses and devices.</summary>
    internal MachineBoard Board { get; }

    /// <summary>Loads the state of a machine of this configuration, once.</summary>
    /// <exception cref="StateFailure">No such machine has this state.</exception>
    internal void Load(ref StateReader state) => SavedMachine.Check(Board, _processors, ref state);

    public void Dispose()
    {
        // Fields are null if the constructor failed halfway.
        Board?.Devices.Dispose();
        _memory?.Dispose();
        _loop.Dispose();
    }

    private static VmmMetrics Metrics()
    {
        VmmMetrics metrics = new();
        MachineDevices.AddMetrics(metrics);
        return metrics;
    }

    // Address space only, but for the pages that devices share with the guest.
    private static GuestMemory Map(ulong mebibytes) => GuestMemory.TryCreate(mebibytes << 20, HugePages.None, out GuestMemory? memory) is { } error
        ? throw new VmmFailure($"the state's machine has {mebibytes} MiB of memory, which this host does not map: {error.Errno}; check it on a host that does")
        : memory!;

    private sealed class NoBackends : IDeviceBackends
    {
        public IVirtioDevice MakeDisk(DriveConfiguration drive, DriverLink link, GuestMemory memory) => new UnbackedDisk(link, drive);

        public IVirtioDevice MakeNetwork(NetworkInterfaceConfiguration network, DriverLink link, GuestMemory memory) => new UnbackedNetwork(link, network);

        public IVirtioDevice MakeVsock(VsockConfiguration vsock, DriverLink link, GuestMemory memory) => new UnbackedVsock(link, memory, vsock, _metrics);
    }

    private sealed class NoConsole : IConsoleSink
    {
        public void Put(byte value)
        {
        }
    }

    private sealed unsafe class NoWiring : IMachineWiring
    {
        public void SetMemory(uint slot, ulong guestAddress, ulong length, byte* hostAddress, KvmMemoryFlags flags)
        {
        }

        public void ConnectInterrupt(EventFd line, uint gsi)
        {
        }

        public void ConnectDoorbell(EventFd doorbell, ulong guestAddress, uint value)
        {
        }

        public void DisconnectDoorbell(EventFd doorbell, ulong guestAddress, uint value)
        {
        }
    }
}
