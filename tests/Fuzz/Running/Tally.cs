namespace Kiln.Fuzz.Running;

/// <summary>What a thread counts.</summary>
/// <param name="stages">How many stages the target has.</param>
internal sealed class Tally(int stages)
{
    /// <summary>Inputs by the stage that they got to.</summary>
    internal long[] Reached { get; } = new long[stages];

    /// <summary>Everything that the parser said.</summary>
    internal HashSet<string> Diagnostics { get; } = [];

    /// <summary>The longest that one input took.</summary>
    internal TimeSpan Slowest { get; private set; }

    /// <summary>The most that one input allocated, in bytes, whether it was still in use or not.</summary>
    internal long LargestAllocation { get; private set; }

    /// <summary>Counts an input.</summary>
    /// <param name="seen">What became of it.</param>
    internal void Count(Observation seen)
    {
        Reached[seen.Stage]++;
        Diagnostics.UnionWith(seen.Diagnostics);
    }

    /// <summary>Notes what an input cost.</summary>
    /// <param name="duration">How long it took.</param>
    /// <param name="allocated">Bytes that it allocated.</param>
    internal void Note(TimeSpan duration, long allocated)
    {
        Slowest = duration > Slowest ? duration : Slowest;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
    }
}
