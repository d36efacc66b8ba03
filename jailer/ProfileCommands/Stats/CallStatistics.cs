namespace Kiln.Jailer.ProfileCommands.Stats;

/// <summary>What a call costs in the filters of a thread.</summary>
/// <param name="Name">The call.</param>
/// <param name="Typical">The fewest instructions by which it is made: the way of calls that are meant to be made often.</param>
/// <param name="Worst">The most, whatever its arguments are.</param>
/// <param name="IsCached">Whether the kernel remembers that it is made, and runs no instruction.</param>
internal sealed record CallStatistics(string Name, int Typical, int Worst, bool IsCached);
