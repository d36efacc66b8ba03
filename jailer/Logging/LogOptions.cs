using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Logging;

/// <summary>What the operator says about the log.</summary>
/// <param name="File">Where it goes beside standard error, or null.</param>
/// <param name="Json">Whether its lines are JSON.</param>
/// <param name="Level">The least that is told, or null for what suits the place.</param>
internal sealed record LogOptions(HostPath? File, bool Json, LogLevel? Level)
{
    /// <summary>Failures and warnings, for a person.</summary>
    internal static LogOptions Standard { get; } = new(null, Json: false, null);

    /// <summary>Reads the options.</summary>
    /// <param name="file">The value of --log-file, or null.</param>
    /// <param name="format">The value of --log-format, or null.</param>
    /// <param name="level">The value of --log-level, or null.</param>
    /// <exception cref="JailerFailure">One is wrong.</exception>
    internal static LogOptions Parse(string? file, string? format, string? level) => new(
        file is null ? null : HostPath.Parse("--log-file", file, "a file to append to"),
        format switch
        {
            null or "text" => false,
            "json" => true,
            _ => throw new JailerFailure($"--log-format is '{format}'; it is text or json"),
        },
        level switch
        {
            null => null,
            "error" => LogLevel.Error,
            "warning" => LogLevel.Warning,
            "info" => LogLevel.Info,
            _ => throw new JailerFailure($"--log-level is '{level}'; it is error, warning or info"),
        });
}
