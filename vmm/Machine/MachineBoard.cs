using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine;

/// <summary>What a machine has besides its processors: memory, buses, interrupts, and the devices on them.</summary>
/// <param name="memory">The guest's RAM; its owner disposes it.</param>
/// <param name="wiring">Connects memory and devices with the processors.</param>
internal sealed class MachineBoard(GuestMemory memory, IMachineWiring wiring)
{
    /// <summary>The guest's RAM.</summary>
    internal GuestMemory Memory { get; } = memory;

    /// <summary>The guest memory reserved for tables and for memory shared with devices.</summary>
    internal SystemMemory SystemMemory { get; } = new();

    /// <summary>Buses, interrupts and addresses for devices.</summary>
    internal MachineResources Resources { get; } = new(wiring);

    internal DeviceSet Devices { get; } = new();

    /// <summary>Pulled when the guest requests a reset.</summary>
    internal ResetLine Reset { get; } = new();
}
