using System.Linq;
using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Machine.Arch.X64.Description;
using Kiln.Vmm.Machine.Arch.X64.Layout;
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

    /// <summary>Writes the tables.</summary>
    /// <param name="processors">How many processors.</param>
    /// <param name="devices">How many virtio devices.</param>
    /// <param name="length">Bytes of memory.</param>
    internal AcpiMachine(int processors, int devices, ulong length = Smallest)
    {
        Memory = GuestMemoryTests.Create(length);
        SystemMemory place = new();
        GsiAllocator interrupts = new();
        Devices = [.. Enumerable.Range(0, devices).Select(index => new MmioDevice(0xC000_1000 + (0x1000 * (ulong)index), interrupts.Take()))];
        GenerationId = new VmGenerationId(
            Memory, place.TakeLast(VmGenerationId.Length, VmGenerationId.Alignment), interrupts.Take(), new CountingLine());
        Clock = new VmClock(Memory, place.TakeLast(VmClock.Length, VmClock.Length), interrupts.Take(), new CountingLine());
        MpTable.Write(Memory, place, processors);
        AcpiTables.Write(Memory, place, processors, Devices, GenerationId, Clock);
    }

    /// <summary>The guest's memory.</summary>
    internal GuestMemory Memory { get; }

    /// <summary>The virtio devices.</summary>
    internal MmioDevice[] Devices { get; }

    /// <summary>The generation id.</summary>
    internal VmGenerationId GenerationId { get; }

    /// <summary>The clock's page.</summary>
    internal VmClock Clock { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="address">Where.</param>
    /// <param name="length">How many.</param>
    internal byte[] Read(ulong address, int length) => Memory.TryGetSpan(new GuestAddress(address), length, out Span<byte> span)
        ? span.ToArray()
        : throw new InvalidOperationException($"{length} bytes at 0x{address:x} are not in memory");

    public void Dispose() => Memory.Dispose();
}
