using Kiln.Vmm.Memory;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>The regions of a guest, which stay as they are.</summary>
internal sealed class LayoutSubject : IStateSubject
{
    private readonly ulong _length;

    internal LayoutSubject(Random random)
        : this((ulong)random.NextInt64(1, 1L << random.Next(21, 44)))
    {
    }

    private LayoutSubject(ulong length) => _length = length;

    public string Act(Random random) => "";

    public void Save(ref StateWriter state) => GuestLayout.Save(ref state, GuestLayout.Split(_length));

    public void Load(ref StateReader state) => GuestLayout.Load(ref state, GuestLayout.Split(_length));

    public IStateSubject Fresh() => new LayoutSubject(_length);

    public void Dispose()
    {
    }
}
