namespace Kiln.Vmm.Logging;

/// <summary>A configuration of the log: the body of <c>PUT /logger</c>, or command line options. A property that is null stays as it is.</summary>
/// <param name="LogPath">A file or a named pipe.</param>
/// <param name="Level">The least severe level that is admitted; unlike for the others, null means <see cref="LogLevels.Default"/>.</param>
/// <param name="ShowLevel">Whether lines contain their level.</param>
/// <param name="ShowLogOrigin">Whether lines contain their position in the source.</param>
/// <param name="Module">The prefix of the names of the modules that are admitted.</param>
internal sealed record LoggerConfiguration(
    string? LogPath = null, LogLevel? Level = null, bool? ShowLevel = null, bool? ShowLogOrigin = null, string? Module = null);
