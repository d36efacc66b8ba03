namespace Kiln.Vmm.Json;

/// <summary>The state of reading a list, or an object with arbitrary names.</summary>
/// <param name="name">The name of the list or object in messages.</param>
/// <param name="most">The maximum number of elements or members.</param>
internal struct JsonSequence(string name, int most)
{
    private int _count;

    /// <summary>The name in messages.</summary>
    internal readonly string Name => name;

    /// <summary>The maximum number of elements or members.</summary>
    internal readonly int Most => most;

    /// <summary>Whether an element has been read, so that a comma precedes the next one.</summary>
    internal bool IsStarted { get; set; }

    /// <returns>False when it exceeds the maximum.</returns>
    internal bool TryCount() => ++_count <= most;
}
