using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Resources;

/// <summary>The resources that a machine assigns to its devices. A device releases its own when it is disposed.</summary>
/// <param name="wiring">Connects memory, interrupts and doorbells.</param>
internal sealed class MachineResources(IMachineWiring wiring)
{
    private readonly GsiAllocator _gsis = new();
    private readonly MmioAllocator _pages = new();

    /// <summary>The memory slots of KVM.</summary>
    internal MemorySlots Slots { get; } = new(wiring);

    internal Bus Ports { get; } = new();

    /// <summary>Guest-physical addresses outside memory.</summary>
    internal Bus Addresses { get; } = new();

    /// <summary>Connects the lowest free interrupt.</summary>
    /// <exception cref="VmmFailure"/>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal InterruptLine Connect() => new(wiring, _gsis.Take(), _gsis);

    /// <summary>Connects a legacy device's fixed interrupt.</summary>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal InterruptLine ConnectFixed(uint gsi) => new(wiring, _gsis.TakeFixed(gsi), _gsis);

    /// <summary>Allocates a page of addresses and an interrupt.</summary>
    /// <exception cref="VmmFailure"/>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal MmioWindow TakeWindow()
    {
        InterruptLine line = Connect();
        try
        {
            return new MmioWindow(wiring, Addresses, _pages, line);
        }
        catch (VmmFailure)
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Saves which resources are in use; the machine is paused.</summary>
    internal void Save(ref StateWriter state)
    {
        _gsis.Save(ref state);
        _pages.Save(ref state);
    }

    /// <summary>Verifies that the same resources are in use here.</summary>
    /// <exception cref="StateFailure"/>
    internal void Load(ref StateReader state)
    {
        _gsis.Load(ref state);
        _pages.Load(ref state);
    }
}
