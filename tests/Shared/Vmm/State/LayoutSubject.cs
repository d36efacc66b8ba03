using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>The memory regions of a guest, which never change.</summary>
internal sealed class LayoutSubject : IStateSubject
{
    private readonly ulong _length;
    private readonly GuestRegion[] _regions;

    internal LayoutSubject(Random random)
        : this((ulong)random.NextInt64(1, 1L << random.Next(21, 44)))
    {
    }

    private LayoutSubject(ulong length)
    {
        _length = length;
        _regions = GuestLayout.Split(length);
    }

    public string Act(Random random) => "";

    public void Save(ref StateWriter state) => GuestLayout.Save(ref state, _regions);

    public void Load(ref StateReader state) => GuestLayout.Load(ref state, _regions);

    public IStateSubject Fresh() => new LayoutSubject(_length);

    public void Dispose()
    {
    }
}
