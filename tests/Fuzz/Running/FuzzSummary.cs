namespace Kiln.Fuzz.Running;

/// <summary>The summary of a run.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Seconds">Duration of the run.</param>
/// <param name="Stages">The share of inputs that reached each stage, from 0 to 1.</param>
/// <param name="Diagnostics">All diagnostics of the parser.</param>
/// <param name="Kept">The number of inputs added to the corpus.</param>
/// <param name="SlowestMilliseconds">The longest time for one input.</param>
/// <param name="LargestAllocationBytes">The most memory allocated for one input.</param>
/// <param name="PeakHeapBytes">The largest managed heap observed.</param>
/// <param name="IsBlind">Whether too few inputs got past the first stage for the run to be meaningful.</param>
internal sealed record FuzzSummary(
    string Target,
    int Seed,
    long Inputs,
    double Seconds,
    double InputsPerSecond,
    IReadOnlyDictionary<string, double> Stages,
    IReadOnlyList<string> Diagnostics,
    int Kept,
    double SlowestMilliseconds,
    long LargestAllocationBytes,
    long PeakHeapBytes,
    bool IsBlind,
    IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the run needs no attention.</summary>
    internal bool IsClean => Findings.Count == 0 && !IsBlind;
}
