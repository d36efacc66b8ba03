using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.State;

/// <summary>Something with a saved state, and the events that can change it.</summary>
internal interface IStateSubject : IDisposable
{
    /// <summary>Performs a random event.</summary>
    /// <param name="random">Chooses the event; the same numbers give the same event.</param>
    /// <returns>What an outside observer could see.</returns>
    string Act(Random random);

    void Save(ref StateWriter state);

    void Load(ref StateReader state);

    /// <summary>Whether a refused state leaves the subject unchanged; otherwise its machine is discarded.</summary>
    bool RefusesWhole => true;

    /// <summary>Whether the saved state changes as real time passes, as with a rate limiter inside.</summary>
    bool KeepsTime => false;

    /// <summary>Creates an unused subject of the same configuration, in memory with the same content.</summary>
    IStateSubject Fresh();
}
