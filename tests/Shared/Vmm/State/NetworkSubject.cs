using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A network interface that receives. What would wait in its tap is taken away: another machine does not get it.</summary>
internal sealed class NetworkSubject : SlotSubject
{
    private const int Room = 0x800;

    private readonly TestNetwork _network = new(size: 128, memoryLength: MemoryLength, kind: TransportKind.Mmio);
    private int _offered;

    protected override TestMachine Machine => _network.Machine;

    protected override SlotSubject Same() => new NetworkSubject { _offered = _offered };

    public override void Dispose()
    {
        base.Dispose();
        _network.Host.Dispose();
    }

    protected override void Offer(Random random)
    {
        if (Machine.Link.IsActive && random.Next(2) == 0)
        {
            _ = _network.Host.Send(TestNetwork.Frame(random.Next(26, 1500)));
            Machine.Settle();
            _network.Discard();
        }
        ulong place = TestDriver.Buffers + ((ulong)(_offered++ % 24) * Room);
        Machine.Driver.Offer(new TestBuffer(place, (uint)random.Next(1000, Room), random.Next(16) != 0));
    }

    protected override string Answer() =>
        $"{Machine.Link.IsActive} {Machine.Link.Features} {Crc64.Of(Machine.Driver.Bytes(TestDriver.Buffers, 24 * Room)):x}";
}
