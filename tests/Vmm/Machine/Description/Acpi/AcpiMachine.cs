using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Machine.Arch.X64.Description;
using Kiln.Vmm.Machine.Arch.X64.Layout;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Description.Acpi;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi;

/// <summary>The memory of a machine with its tables in it, in the order of the builder but without KVM.</summary>
internal sealed class AcpiMachine : IDisposable
{
    /// <summary>The smallest memory that can be configured.</summary>
    internal const ulong Smallest = 1 << 20;

    /// <param name="devices">How many virtio devices.</param>
    /// <param name="length">Bytes of memory.</param>
    internal AcpiMachine(int processors, int devices, ulong length = Smallest)
    {
        Memory = GuestMemoryTests.Create(length);
        SystemMemory place = new();
        GsiAllocator interrupts = new();
        Described = new GuestDescription(KernelCommandLine.Parse(""));
        for (int index = 0; index < devices; index++)
        {
            Described.AddVirtioMmio(MmioAllocator.First + (0x1000 * (ulong)index), interrupts.Take());
        }
        Described.AddSerialPort(0x3F8, 8, 4);
        Described.AddKeyboard(0x60, 0x64, 1);
        new VmGenerationId(Memory, place.TakeLast(VmGenerationId.Length, VmGenerationId.Alignment), new CountingGsiLine(interrupts.Take()))
            .Describe(Described);
        new VmClock(Memory, place.TakeLast(VmClock.Length, VmClock.Length), new CountingGsiLine(interrupts.Take())).Describe(Described);
        MpTable.Write(Memory, place, processors);
        AcpiTables.Write(Memory, place, processors, Described);
    }

    internal GuestMemory Memory { get; }

    /// <summary>The description collected from its devices.</summary>
    internal GuestDescription Described { get; }

    internal IReadOnlyList<MmioDevice> Devices => Described.Virtio;

    internal SharedMemory GenerationId => Described.GenerationId;

    internal SharedMemory Clock => Described.Clock;

    internal byte[] Read(ulong address, int length) => Memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span)
        ? span.ToArray()
        : throw new InvalidOperationException($"{length} bytes at 0x{address:x} are not in memory");

    public void Dispose() => Memory.Dispose();
}
