namespace Kiln.Fuzz.Running;

/// <summary>What a run says at its end.</summary>
/// <param name="Target">The target.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Inputs">Inputs that were made.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="InputsPerSecond">How fast it was.</param>
/// <param name="Stages">The share of inputs that got to each stage, from 0 to 1.</param>
/// <param name="Diagnostics">Everything that the parser said.</param>
/// <param name="Kept">Inputs that were kept to make others of.</param>
/// <param name="SlowestMilliseconds">The longest that one input took.</param>
/// <param name="LargestAllocationBytes">The most that one input allocated.</param>
/// <param name="PeakHeapBytes">The largest managed heap that was seen.</param>
/// <param name="IsBlind">Whether too few inputs got past the first stage for the run to mean anything.</param>
/// <param name="Findings">What may not happen.</param>
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
    /// <summary>Whether there is nothing to look at.</summary>
    internal bool IsClean => Findings.Count == 0 && !IsBlind;
}
