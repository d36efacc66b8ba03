using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The command-line options of the log.</summary>
internal static class LogOptions
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly OptionModel _path =
        new("--log-path", "FILE", "write the log to a file, created if missing, or to a named pipe"u8) { Default = "standard output" };

    private static readonly OptionModel _level =
        new("--level", "Off|Error|Warning|Info|Debug|Trace", "how much to log; upper or lower case"u8) { Default = "Info" };

    private static readonly OptionModel _module = new("--module", "PREFIX", "log only modules whose names start with PREFIX"u8);
    private static readonly OptionModel _showLevel = new("--show-level", null, "show the level in log lines"u8);
    private static readonly OptionModel _showOrigin = new("--show-log-origin", null, "show the source file and line in log lines"u8);
    private static readonly OptionModel _format = new("--log-format", "text|json", "lines for people, or an object a line"u8) { Default = Text };

    internal static OptionModel[] Models { get; } = [_path, _level, _module, _showLevel, _showOrigin, _format];

    /// <summary>The log's level, line format and target from the command line.</summary>
    /// <exception cref="VmmFailure">The level is unknown.</exception>
    internal static LoggerConfiguration Of(ParsedCommand command) => new(
        command[_path], LevelOf(command), command.Has(_showLevel) ? true : null, command.Has(_showOrigin) ? true : null, command[_module]);

    /// <summary>The format of log lines from the command line.</summary>
    /// <exception cref="VmmFailure">The format is unknown.</exception>
    internal static ILineFormat FormatOf(ParsedCommand command) => command[_format] switch
    {
        null or Text => TextLine.Format,
        Json => JsonLine.Format,
        var other => throw new VmmFailure($"{_format.Name} is '{other}'; {Text} or {Json} is expected", ExitCode.ArgumentParsing),
    };

    private static LogLevel? LevelOf(ParsedCommand command) => command[_level] is not { } name
        ? null
        : LogLevels.Named(name) ?? throw new VmmFailure(
            $"Invalid value for level: {name}; Off, Error, Warning, Info, Debug or Trace is expected", ExitCode.BadConfiguration);
}
