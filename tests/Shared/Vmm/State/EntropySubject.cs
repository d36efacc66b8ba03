using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.State;

/// <summary>A source of random numbers, which are never equal and therefore not observed.</summary>
internal sealed class EntropySubject : SlotSubject
{
    protected override TestMachine Machine { get; } = new(
        machine => new EntropyDevice(machine.Link, machine.Memory, new EntropyConfiguration(), EntropyMetrics.Of(machine.Metrics)), size: 128, memoryLength: MemoryLength);

    protected override SlotSubject Same() => new EntropySubject();

    protected override void Offer(Random random) =>
        Machine.Driver.Offer(new TestBuffer(TestDriver.Buffers + (ulong)random.Next(1000), (uint)random.Next(1000), random.Next(8) != 0));

    protected override string Answer() => $"{Machine.Link.IsActive} {Machine.Link.Features}";
}
