using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/logger</c>.</summary>
internal sealed class LoggerObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct LoggerConfig",
        JsonField.Optional("log_path"),
        JsonField.Optional("level"),
        JsonField.Optional("show_level"),
        JsonField.Optional("show_log_origin"),
        JsonField.Optional("module"));

    /// <inheritdoc/>
    internal override string Name => "logger";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 4;

    /// <exception cref="JsonFailure"/>
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

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/logger", (in _, body) => new ApiRequest(new ConfigureLogger(ApiBody.Read(body, Read))))
        {
            Counters = metrics.PutRequests.Logger,
        },
    ];

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new ConfigureLogger(Read(ref reader));

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
