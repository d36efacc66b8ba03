using System.Linq;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>MMIO pages that are allocated and freed. A fresh subject's devices allocate theirs before the state is loaded.</summary>
internal sealed class MmioPagesSubject : IStateSubject
{
    // Fewer than there are, so that no allocation is refused.
    private const int Most = 60;

    private readonly MmioAllocator _allocator = new();
    private readonly SortedSet<ulong> _taken = [];

    public string Act(Random random)
    {
        if (_taken.Count > 0 && random.Next(2) == 0)
        {
            ulong given = _taken.ElementAt(random.Next(_taken.Count));
            _allocator.Release(given);
            _taken.Remove(given);
            return $"-{given}";
        }
        if (_taken.Count == Most)
        {
            return "full";
        }
        ulong page = _allocator.Take();
        return _taken.Add(page) ? $"{page}" : throw new InvalidOperationException($"page 0x{page:x} was given out twice");
    }

    public void Save(ref StateWriter state) => _allocator.Save(ref state);

    public void Load(ref StateReader state) => _allocator.Load(ref state);

    public IStateSubject Fresh()
    {
        MmioPagesSubject fresh = new();
        while (fresh._taken.Count == 0 || (_taken.Count > 0 && fresh._taken.Max < _taken.Max))
        {
            fresh._taken.Add(fresh._allocator.Take());
        }
        foreach (ulong page in fresh._taken.Except(_taken).ToArray())
        {
            fresh._allocator.Release(page);
            fresh._taken.Remove(page);
        }
        return fresh;
    }

    public void Dispose()
    {
    }
}
