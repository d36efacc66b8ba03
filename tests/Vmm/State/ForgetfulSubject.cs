using Kiln.Testing.Vmm.State;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Tests.State;

/// <summary>Something that reads its state and goes on as if nothing had happened to it; everything that it saves says so.</summary>
/// <param name="inner">What is to be forgotten.</param>
internal sealed class ForgetfulSubject(IStateSubject inner) : IStateSubject
{
    public string Act(Random random) => inner.Act(random);

    public void Save(ref StateWriter state)
    {
        using IStateSubject fresh = inner.Fresh();
        fresh.Save(ref state);
    }

    public void Load(ref StateReader state)
    {
        using IStateSubject other = inner.Fresh();
        other.Load(ref state);
    }

    public IStateSubject Fresh() => new ForgetfulSubject(inner.Fresh());

    public void Dispose() => inner.Dispose();
}
