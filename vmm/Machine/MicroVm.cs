using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Machine;

/// <summary>
/// A machine: memory, KVM virtual machine, processors and devices. It is fresh until <see cref="Run"/> first lets its processors into the guest;
/// from then on it is either running or paused. The vmm thread owns it.
/// </summary>
internal sealed class MicroVm : IDisposable
{
    /// <summary>Creates a machine without devices, whose registers are not set yet.</summary>
    /// <param name="configuration">Its memory and its processors.</param>
    /// <param name="backing">Provides the pages of its memory.</param>
    /// <param name="system">Creates the KVM virtual machine.</param>
    /// <param name="loop">The vmm thread's event loop; it stops when a processor stops.</param>
    /// <exception cref="VmmFailure">The host cannot provide the memory or the virtual machine.</exception>
    /// <exception cref="LinuxException">An unexpected KVM failure, or the process is out of descriptors.</exception>
    internal MicroVm(MachineConfiguration configuration, IMemoryBacking backing, KvmSystem system, EventLoop loop)
    {
        try
        {
            Memory = MachineMemory.Map(configuration, backing);
            Vm = system.TryCreateVm(out KvmVm? vm) is { } error ? throw new VmmFailure($"KVM cannot create a virtual machine: {error}") : vm!;
            StateSupport = KvmStateSupport.Of(system, Vm);
            Board = new MachineBoard(Memory, Vm);
            // Before the interrupt controllers: once they exist, each slot makes the kernel wait milliseconds for readers of its tables.
            MachineMemory.GiveTo(Resources.Slots, Memory);
            Vm.SetTssAddress(BootLayout.TssAddress);
            Vm.CreateIrqchip();
            Vm.CreatePit();
            Vcpus = new VcpuSet(configuration.Processors.Count, Vm, Resources, Reset, loop, VmmMetrics.Process.Vcpu);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal GuestMemory Memory { get; }

    /// <summary>What the devices are added to.</summary>
    internal MachineBoard Board { get; }

    /// <inheritdoc cref="MachineBoard.SystemMemory"/>
    internal SystemMemory SystemMemory => Board.SystemMemory;

    /// <summary>The KVM virtual machine.</summary>
    internal KvmVm Vm { get; }

    /// <summary>Which of its state KVM can save.</summary>
    internal KvmStateSupport StateSupport { get; }

    /// <inheritdoc cref="MachineBoard.Resources"/>
    internal MachineResources Resources => Board.Resources;

    internal VcpuSet Vcpus { get; }

    internal DeviceSet Devices => Board.Devices;

    /// <inheritdoc cref="MachineBoard.Reset"/>
    internal ResetLine Reset => Board.Reset;

    internal SerialConsole Console => Devices.Find<SerialConsole>()!;

    internal IKeyboard Keyboard => Devices.Find<Keyboard>()!.Keys;

    /// <summary>Which pages of its memory were written; null if it does not track them.</summary>
    internal WrittenPages? WrittenPages => Memory.Dirty is { } dirty ? new WrittenPages(Vm, Resources.Slots, dirty) : null;

    /// <summary>The generation ID, which differs for every machine loaded from the same state.</summary>
    internal VmGenerationId GenerationId => Devices.Find<VmGenerationId>()!;

    internal VmClock Clock => Devices.Find<VmClock>()!;

    /// <summary>Runtime control of a drive; null when there is no such drive.</summary>
    internal IDriveControl? DriveOf(string id) => (Devices.Find(BlockDevice.NameOf(id)) as VirtioSlot)?.Device as IDriveControl;

    /// <summary>Runtime control of a network interface; null when there is no such interface.</summary>
    internal INetworkControl? NetworkOf(string id) => (Devices.Find(NetDevice.NameOf(id)) as VirtioSlot)?.Device as INetworkControl;

    /// <summary>Control of the vsock device; null when there is none.</summary>
    internal IConnectionControl? Connections => (Devices.Find(VsockDevice.Name) as VirtioSlot)?.Device as IConnectionControl;

    /// <summary>Runtime control of the balloon; null when there is none.</summary>
    internal IBalloonControl? Balloon => (Devices.Find(BalloonDevice.Name) as VirtioSlot)?.Device as IBalloonControl;

    /// <summary>Lets the processors into the guest, for the first time or after a pause. Resumes the devices first.</summary>
    internal void Run()
    {
        Devices.Resume();
        Vcpus.Run();
    }

    /// <summary>Holds every processor outside the guest, then pauses the devices.</summary>
    /// <returns>False when the kernel did not release a processor in time; then all processors run on.</returns>
    internal bool TryPause()
    {
        if (!Vcpus.TryPause())
        {
            return false;
        }
        Devices.Pause();
        return true;
    }

    /// <summary>
    /// Tells the guest that it was loaded from a state: its clock has jumped, and its generation ID is another. Before the first instruction.
    /// </summary>
    internal void NotifyOfLoad()
    {
        Clock.Disrupt();
        Clock.Notify();
        GenerationId.Notify();
    }

    /// <summary>Ends every processor; returns when all their threads have ended.</summary>
    internal void Stop() => Vcpus.Stop();

    /// <summary>Ends the processors and releases everything.</summary>
    public void Dispose()
    {
        // Fields are null if the constructor failed halfway.
        Vcpus?.Stop();
        // First, so that devices do not ask KVM to undo registrations that end with the virtual machine.
        Vm?.Dispose();
        Board?.Devices.Dispose();
        Vcpus?.Dispose();
        Memory?.Dispose();
    }
}
