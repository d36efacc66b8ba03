using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>Something that is saved and loaded, with what can happen to it.</summary>
internal interface IStateSubject : IDisposable
{
    /// <summary>Lets something happen to it.</summary>
    /// <param name="random">Decides what: from the same numbers the same happens.</param>
    /// <returns>What could be told from outside.</returns>
    string Act(Random random);

    void Save(ref StateWriter state);

    void Load(ref StateReader state);

    /// <summary>Makes another of the same configuration, in memory of the same content, to which nothing has happened.</summary>
    IStateSubject Fresh();
}
