namespace Kiln.Fuzz.Running;

/// <summary>The counts of a thread.</summary>
/// <param name="stages">The number of the target's stages.</param>
internal sealed class Tally(int stages)
{
    /// <summary>Inputs by the stage that they reached.</summary>
    internal long[] Reached { get; } = new long[stages];

    /// <summary>All diagnostics of the parser.</summary>
    internal HashSet<string> Diagnostics { get; } = [];

    /// <summary>The longest time for one input.</summary>
    internal TimeSpan Slowest { get; private set; }

    /// <summary>The most memory allocated for one input in bytes, whether still in use or not.</summary>
    internal long LargestAllocation { get; private set; }

    /// <param name="seen">The outcome of the input.</param>
    internal void Count(Observation seen)
    {
        Reached[seen.Stage]++;
        Diagnostics.UnionWith(seen.Diagnostics);
    }

    /// <summary>Records the cost of an input.</summary>
    /// <param name="allocated">Bytes allocated.</param>
    internal void Note(TimeSpan duration, long allocated)
    {
        Slowest = duration > Slowest ? duration : Slowest;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
    }
}
