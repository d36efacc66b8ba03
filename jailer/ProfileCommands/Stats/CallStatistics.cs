namespace Kiln.ProfileCommands.Stats;

/// <summary>What a call costs in the filters of a thread, in BPF instructions.</summary>
/// <param name="Typical">The fewest instructions on a path that allows the call, as taken by frequent calls.</param>
/// <param name="Worst">The most instructions on any path.</param>
/// <param name="IsCached">Whether the kernel's action cache allows the call without running the filters.</param>
internal sealed record CallStatistics(string Name, int Typical, int Worst, bool IsCached);
