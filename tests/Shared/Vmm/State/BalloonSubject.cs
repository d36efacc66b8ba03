using System.Linq;
using Kiln.Testing.Vmm.Devices.Virtio;

namespace Kiln.Testing.Vmm.State;

/// <summary>A balloon to which the guest gives pages, and whose size it tells; without hinting, whose runs each resume ends.</summary>
internal sealed class BalloonSubject : SlotSubject
{
    private readonly TestBalloon _balloon = new(TestBalloon.Everything with { HasHinting = false }, memoryLength: MemoryLength, size: 128, kind: TransportKind.Mmio);

    protected override TestMachine Machine => _balloon.Machine;

    protected override SlotSubject Same() => new BalloonSubject();

    // The last pages of the memory.
    protected override void Offer(Random random)
    {
        _balloon.Driver.Bus.WriteConfiguration(4, [(byte)random.Next(256)]);
        uint last = (uint)(MemoryLength >> 12);
        _balloon.Offer([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => last - (uint)random.Next(8))]);
    }

    protected override string Answer() => $"{Machine.Link.IsActive} {Machine.Link.Features} {_balloon.Device.Report.ActualPages}";
}
