using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The options about the log.</summary>
internal static class LogOptions
{
    private const string Text = "text";
    private const string Json = "json";

    private static readonly OptionModel _path =
        new("--log-path", "FILE", "write the log to a file or named pipe, made if it is not there") { Default = "standard output" };

    private static readonly OptionModel _level =
        new("--level", "Off|Error|Warning|Info|Debug|Trace", "how much is logged; in any case") { Default = "Info" };

    private static readonly OptionModel _module = new("--module", "PREFIX", "log only what comes from modules whose names begin so");
    private static readonly OptionModel _showLevel = new("--show-level", null, "lines of the log have their level");
    private static readonly OptionModel _showOrigin = new("--show-log-origin", null, "lines of the log have the source file and line that they come from");
    private static readonly OptionModel _format = new("--log-format", "text|json", "lines for people, or an object a line") { Default = Text };

    /// <summary>All of them.</summary>
    internal static OptionModel[] Models { get; } = [_path, _level, _module, _showLevel, _showOrigin, _format];

    /// <summary>What they say about lines and their target.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="VmmFailure">There is no such level.</exception>
    internal static LoggerConfiguration Of(ParsedCommand command) => new(
        command[_path], LevelOf(command), command.Has(_showLevel) ? true : null, command.Has(_showOrigin) ? true : null, command[_module]);

    /// <summary>How lines are written.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="VmmFailure">There is no such format.</exception>
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
