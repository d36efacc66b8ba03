namespace Kiln.Vmm.Logging;

/// <summary>What a user says about the log: the body of <c>PUT /logger</c>, or the command line's options.</summary>
/// <param name="LogPath">A file or a named pipe; null leaves what is there.</param>
/// <param name="Level">What is let through; null is <see cref="LogLevels.Default"/>, whatever it was before.</param>
/// <param name="ShowLevel">Whether lines have their level; null leaves what is there.</param>
/// <param name="ShowLogOrigin">Whether lines have the source file and line that they come from; null leaves what is there.</param>
/// <param name="Module">The beginning of the names of those modules that are let through; null leaves what is there.</param>
internal sealed record LoggerConfiguration(
    string? LogPath = null, LogLevel? Level = null, bool? ShowLevel = null, bool? ShowLogOrigin = null, string? Module = null);
