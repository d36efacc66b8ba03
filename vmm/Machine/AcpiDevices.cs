using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Machine;

/// <summary>The devices that only ACPI tells a guest of. They come behind every virtio device, whose interrupts have the lower numbers.</summary>
internal sealed class AcpiDevices
{
    /// <summary>Makes the devices.</summary>
    /// <param name="parts">Takes what has to be given back.</param>
    /// <param name="vm">Takes their interrupts.</param>
    /// <param name="memory">The guest's memory.</param>
    /// <param name="place">What is reserved for them and for tables.</param>
    /// <param name="interrupts">Gives them their interrupts.</param>
    /// <exception cref="VmmFailure">The machine has too many devices, or too little memory.</exception>
    /// <exception cref="LinuxException">KVM refuses, or no descriptor is left.</exception>
    internal AcpiDevices(MachineParts parts, KvmVm vm, GuestMemory memory, SystemMemory place, GsiAllocator interrupts)
    {
        GuestAddress number = place.TakeLast(VmGenerationId.Length, VmGenerationId.Alignment);
        (uint gsi, InterruptLine line) = Connect(parts, vm, interrupts);
        GenerationId = new VmGenerationId(memory, number, gsi, line);

        GuestAddress page = place.TakeLast(VmClock.Length, VmClock.Length);
        (gsi, line) = Connect(parts, vm, interrupts);
        Clock = new VmClock(memory, page, gsi, line);
    }

    /// <summary>The machine's generation id.</summary>
    internal VmGenerationId GenerationId { get; }

    /// <summary>The page about its clock.</summary>
    internal VmClock Clock { get; }

    private static (uint Gsi, InterruptLine Line) Connect(MachineParts parts, KvmVm vm, GsiAllocator interrupts)
    {
        uint gsi = interrupts.Take();
        InterruptLine line = parts.Add(new InterruptLine());
        vm.ConnectInterrupt(line.Line, gsi);
        return (gsi, line);
    }
}
