namespace Kiln.Vmm.Logging;

/// <summary>How the log is set at a moment: threads see all of one or all of the next.</summary>
/// <param name="Id">The microVM.</param>
/// <param name="Format">How lines are written.</param>
/// <param name="Level">What is let through.</param>
/// <param name="Modules">Those that are let through, a bit each.</param>
/// <param name="ShowLevel">Whether lines of text have their level.</param>
/// <param name="ShowOrigin">Whether lines have where in the source they come from.</param>
internal sealed record LogSettings(string Id, ILineFormat Format, LogLevel Level, ulong Modules, bool ShowLevel, bool ShowOrigin)
{
    /// <summary>Before anything is said.</summary>
    internal static LogSettings Initial { get; } = new("anonymous-instance", TextLine.Format, LogLevels.Default, Logging.Modules.All, false, false);

    /// <summary>Whether a line is let through.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="module">Where it comes from.</param>
    internal bool Admits(LogLevel level, Module module) => level <= Level && (Modules & (1UL << (int)module)) != 0;

    /// <summary>These settings with what a user says.</summary>
    /// <param name="configuration">What is said.</param>
    internal LogSettings With(LoggerConfiguration configuration) => this with
    {
        Level = configuration.Level ?? LogLevels.Default,
        Modules = configuration.Module is { } prefix ? Logging.Modules.Matching(prefix) : Modules,
        ShowLevel = configuration.ShowLevel ?? ShowLevel,
        ShowOrigin = configuration.ShowLogOrigin ?? ShowOrigin,
    };
}
