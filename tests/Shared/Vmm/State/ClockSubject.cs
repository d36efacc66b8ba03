using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A clock that is occasionally disrupted; its page is what a guest can observe.</summary>
internal sealed class ClockSubject : IStateSubject
{
    private const int Place = 0x4000;

    private readonly SmallMemory _memory = new();
    private readonly VmClock _clock;

    internal ClockSubject() => _clock = new VmClock(_memory.Guest, new GuestAddress(Place), new CountingGsiLine(10));

    public string Act(Random random)
    {
        if (random.Next(2) == 0)
        {
            _clock.Disrupt();
        }
        return Convert.ToHexString(_memory.Bytes.Slice(Place, 128));
    }

    public void Save(ref StateWriter state) => _clock.Save(ref state);

    public void Load(ref StateReader state) => _clock.Load(ref state);

    public IStateSubject Fresh() => new ClockSubject();

    public void Dispose() => _memory.Dispose();
}
