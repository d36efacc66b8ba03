using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>Interrupts that are taken until there are none.</summary>
internal sealed class GsiSubject : IStateSubject
{
    private readonly GsiAllocator _allocator = new();

    public string Act(Random random)
    {
        if (random.Next(16) != 0)
        {
            return "";
        }
        try
        {
            return $"{_allocator.Take()}";
        }
        catch (VmmFailure)
        {
            return "none";
        }
    }

    public void Save(ref StateWriter state) => _allocator.Save(ref state);

    public void Load(ref StateReader state) => _allocator.Load(ref state);

    public IStateSubject Fresh() => new GsiSubject();

    public void Dispose()
    {
    }
}
