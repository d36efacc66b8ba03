using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A boot timer that receives writes, sometimes the one that counts.</summary>
internal sealed class BootTimerSubject : IStateSubject
{
    private readonly CountingLine _booted = new();
    private readonly BootTimer _timer;

    internal BootTimerSubject() => _timer = new BootTimer(() => 7, _booted);

    public string Act(Random random)
    {
        int before = _booted.Count;
        _timer.Write((ulong)random.Next(2), [(byte)random.Next(122, 124)]);
        return $"{_timer.BootedAt != 0} {_booted.Count - before}";
    }

    public void Save(ref StateWriter state) => _timer.Save(ref state);

    public void Load(ref StateReader state) => _timer.Load(ref state);

    public IStateSubject Fresh() => new BootTimerSubject();

    public void Dispose()
    {
    }
}
