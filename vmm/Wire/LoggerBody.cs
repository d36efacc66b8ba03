using Kiln.Vmm.Json;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/logger</c>.</summary>
internal static class LoggerBody
{
    private static readonly JsonShape _shape = new(
        "struct LoggerConfig",
        JsonField.Optional("log_path"),
        JsonField.Optional("level"),
        JsonField.Optional("show_level"),
        JsonField.Optional("show_log_origin"),
        JsonField.Optional("module"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static LoggerConfiguration Read(ref JsonReader reader)
    {
        LoggerConfiguration log = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            log = reader.TakeNull() ? log : ReadField(ref reader, field, log);
        }
        return log;
    }

    private static LoggerConfiguration ReadField(ref JsonReader reader, string field, LoggerConfiguration log) => field switch
    {
        "log_path" => log with { LogPath = PathText.Read(ref reader, field) },
        "level" => log with { Level = ReadLevel(ref reader) },
        "show_level" => log with { ShowLevel = reader.ReadBoolean() },
        "show_log_origin" => log with { ShowLogOrigin = reader.ReadBoolean() },
        _ => log with { Module = reader.ReadString(field, TextBounds.Word) },
    };

    private static LogLevel ReadLevel(ref JsonReader reader)
    {
        int start = reader.Place();
        return LogLevels.Named(reader.ReadString("level", TextBounds.Word)) ?? throw reader.Failure(start, "Invalid LevelFilter");
    }
}
