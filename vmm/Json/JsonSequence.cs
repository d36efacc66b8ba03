namespace Kiln.Vmm.Json;

/// <summary>How far a reader is in a list, or in an object of any names.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="most">How many elements or members are taken.</param>
internal struct JsonSequence(string name, int most)
{
    private int _count;

    /// <summary>What messages call it.</summary>
    internal readonly string Name => name;

    /// <summary>How many elements or members are taken.</summary>
    internal readonly int Most => most;

    /// <summary>Whether something of it has been read: from then on commas stand between.</summary>
    internal bool IsStarted { get; set; }

    /// <summary>Counts one more.</summary>
    /// <returns>False when it is one too many.</returns>
    internal bool TryCount() => ++_count <= most;
}
