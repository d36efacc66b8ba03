namespace Kiln.Fuzz.Running;

/// <summary>Something that may not happen, whatever the input.</summary>
/// <param name="Kind"><c>exception</c>, <c>slow</c>, <c>hang</c> or <c>allocation</c>.</param>
/// <param name="What">What happened.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Times">How often it happened.</param>
/// <param name="Files">Where the first inputs were written.</param>
internal sealed record Finding(string Kind, string What, int Seed, int Times, IReadOnlyList<string> Files);
