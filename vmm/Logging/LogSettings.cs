namespace Kiln.Vmm.Logging;

/// <summary>An immutable set of settings, so that a thread never sees a mixture of two.</summary>
/// <param name="Format">The format of lines.</param>
/// <param name="Level">The least severe level that is admitted.</param>
/// <param name="Modules">The modules that are admitted, one bit each.</param>
/// <param name="ShowLevel">Whether lines of text contain their level.</param>
/// <param name="ShowOrigin">Whether lines contain their position in the source.</param>
internal sealed record LogSettings(string Id, ILineFormat Format, LogLevel Level, ulong Modules, bool ShowLevel, bool ShowOrigin)
{
    /// <summary>The settings before the first configuration.</summary>
    internal static LogSettings Initial { get; } = new("anonymous-instance", TextLine.Format, LogLevels.Default, Logging.Modules.All, false, false);

    /// <summary>Whether a line is admitted.</summary>
    internal bool Admits(LogLevel level, Module module) => level <= Level && (Modules & (1UL << (int)module)) != 0;

    /// <summary>Returns these settings with the changes of a configuration.</summary>
    internal LogSettings With(LoggerConfiguration configuration) => this with
    {
        Level = configuration.Level ?? LogLevels.Default,
        Modules = configuration.Module is { } prefix ? Logging.Modules.Matching(prefix) : Modules,
        ShowLevel = configuration.ShowLevel ?? ShowLevel,
        ShowOrigin = configuration.ShowLogOrigin ?? ShowOrigin,
    };
}
