namespace Kiln.Fuzz.Running;

/// <summary>Something that must not happen, whatever the input.</summary>
/// <param name="Kind"><c>exception</c>, <c>slow</c>, <c>hang</c> or <c>allocation</c>.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Times">The number of occurrences.</param>
/// <param name="Files">The files that hold the first inputs.</param>
internal sealed record Finding(string Kind, string What, int Seed, int Times, IReadOnlyList<string> Files);
