using Kiln.Testing.Vmm.Devices.Virtio;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>A whole virtio device in its slot: its driver goes its steps, offers chains and rings; the machine pauses and goes on.</summary>
internal abstract class SlotSubject : IStateSubject
{
    /// <summary>Bytes of memory: the rings, and 64 KiB for buffers.</summary>
    protected const ulong MemoryLength = TestDriver.Buffers + (64 << 10);

    private static readonly uint[] _statuses = [0, 1, 3, 0xB, 0xF, 0x80];

    public bool RefusesWhole => false;

    public bool KeepsTime => true;

    protected abstract TestMachine Machine { get; }

    public string Act(Random random)
    {
        string answer = random.Next(12) switch
        {
            0 when random.Next(4) == 0 => Start(random),
            0 => Written(random),
            < 7 => Offered(random),
            < 10 => Rung(),
            _ => Paused(random),
        };
        return $"{answer} {Machine.Driver.Status:x} {Machine.Driver.Returned} {Machine.Driver.Bus.Generation} {Answer()}";
    }

    public void Save(ref StateWriter state)
    {
        Machine.Slot.Pause();
        Machine.Slot.Save(ref state);
        Machine.Slot.Resume();
    }

    public void Load(ref StateReader state)
    {
        Machine.Slot.Load(ref state);
        Machine.Slot.Resume();
    }

    public IStateSubject Fresh()
    {
        SlotSubject fresh = Same();
        Machine.Driver.Bytes(0, (int)MemoryLength).CopyTo(fresh.Machine.Driver.Bytes(0, (int)MemoryLength));
        fresh.Machine.Driver.Queues[0].GoOnAs(Machine.Driver.Queues[0]);
        return fresh;
    }

    public virtual void Dispose() => Machine.Dispose();

    /// <summary>Another of the same configuration.</summary>
    protected abstract SlotSubject Same();

    protected abstract void Offer(Random random);

    /// <summary>What else could be told from outside.</summary>
    protected abstract string Answer();

    // As far as chance has it.
    private string Start(Random random)
    {
        Machine.Driver.Negotiate((Machine.Device.Features & (VirtioFeatures)random.NextInt64()) | VirtioFeatures.Version1);
        if (random.Next(8) != 0)
        {
            Machine.Driver.Bus.Status = TestDriver.Working;
        }
        return "started";
    }

    private string Written(Random random)
    {
        if (random.Next(4) == 0)
        {
            Machine.Driver.Bus.Status = _statuses[random.Next(_statuses.Length)];
        }
        return "written";
    }

    private string Offered(Random random)
    {
        // The rings are the test's own: it must not offer more than they hold.
        if (Machine.Driver.Returned < Machine.Driver.Size / 8)
        {
            Offer(random);
        }
        return "offered";
    }

    private string Rung()
    {
        Machine.Ring();
        while (Machine.Driver.Returned > 0)
        {
            _ = Machine.Driver.Take();
        }
        return $"rung {Machine.Driver.Bus.TakeInterrupt(0)} {Machine.Driver.Bus.TakeConfigurationInterrupt()}";
    }

    private string Paused(Random random)
    {
        Machine.Slot.Pause();
        Machine.Slot.Resume();
        if (random.Next(2) == 0)
        {
            Machine.Settle();
        }
        return "paused";
    }
}
