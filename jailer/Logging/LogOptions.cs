using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.Logging;

/// <summary>The log options of the command line.</summary>
/// <param name="File">The file to write in addition to standard error, or null.</param>
/// <param name="Json">Whether the file's lines are JSON.</param>
/// <param name="Level">The least severe level to log, or null for the destination's default.</param>
internal sealed record LogOptions(HostPath? File, bool Json, LogLevel? Level)
{
    /// <summary>Errors and warnings on standard error only.</summary>
    internal static LogOptions Standard { get; } = new(null, Json: false, null);

    /// <summary>Validates the log options.</summary>
    /// <param name="file">The value of --log-file, or null.</param>
    /// <param name="format">The value of --log-format, or null.</param>
    /// <param name="level">The value of --log-level, or null.</param>
    /// <exception cref="JailerFailure"/>
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
