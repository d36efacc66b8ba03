using System.Linq;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>Interrupts, allocated until none is left, and freed. A fresh subject's devices allocate theirs before the state is loaded.</summary>
internal sealed class GsiSubject : IStateSubject
{
    private readonly GsiAllocator _allocator = new();
    private readonly SortedSet<uint> _taken = [];

    public string Act(Random random)
    {
        if (random.Next(16) != 0)
        {
            return "";
        }
        if (_taken.Count > 0 && random.Next(3) == 0)
        {
            uint given = _taken.ElementAt(random.Next(_taken.Count));
            _allocator.Release(given);
            _taken.Remove(given);
            return $"-{given}";
        }
        try
        {
            uint gsi = _allocator.Take();
            _taken.Add(gsi);
            return $"{gsi}";
        }
        catch (VmmFailure)
        {
            return "none";
        }
    }

    public void Save(ref StateWriter state) => _allocator.Save(ref state);

    public void Load(ref StateReader state) => _allocator.Load(ref state);

    public IStateSubject Fresh()
    {
        GsiSubject fresh = new();
        for (uint gsi = GsiAllocator.First; gsi <= (_taken.Count > 0 ? _taken.Max : 0); gsi++)
        {
            fresh._taken.Add(fresh._allocator.Take());
        }
        foreach (uint gsi in fresh._taken.Except(_taken).ToArray())
        {
            fresh._allocator.Release(gsi);
            fresh._taken.Remove(gsi);
        }
        return fresh;
    }

    public void Dispose()
    {
    }
}
