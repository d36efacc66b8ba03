using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/balloon</c> and of the paths below it.</summary>
internal sealed class BalloonObject : SingleSection
{
    private static readonly JsonShape _shape = new(
        "struct BalloonDeviceConfig",
        JsonField.Required("amount_mib"),
        JsonField.Required("deflate_on_oom"),
        JsonField.Optional("stats_polling_interval_s"),
        JsonField.Optional("free_page_hinting"),
        JsonField.Optional("free_page_reporting"));

    private static readonly JsonShape _change = new("struct BalloonUpdateConfig", JsonField.Required("amount_mib"));

    private static readonly JsonShape _statistics = new("struct BalloonUpdateStatsConfig", JsonField.Required("stats_polling_interval_s"));

    private static readonly JsonShape _hinting = new("struct StartHintingCmd", JsonField.Optional("acknowledge_on_stop"))
    {
        IsLax = true,
    };

    /// <inheritdoc/>
    internal override string Name => "balloon";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 0;

    /// <exception cref="JsonFailure"/>
    internal static BalloonConfiguration Read(ref JsonReader reader)
    {
        BalloonConfiguration balloon = new(0, DeflateOnOom: false);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            balloon = field switch
            {
                "amount_mib" => balloon with { Mebibytes = reader.ReadUInt32() },
                "deflate_on_oom" => balloon with { DeflateOnOom = reader.ReadBoolean() },
                "stats_polling_interval_s" => balloon with { StatisticsSeconds = reader.ReadUInt16() },
                "free_page_hinting" => balloon with { HasHinting = reader.ReadBoolean() },
                _ => balloon with { HasReporting = reader.ReadBoolean() },
            };
        }
        return balloon;
    }

    /// <exception cref="JsonFailure"/>
    internal static BalloonUpdate ReadChange(ref JsonReader reader)
    {
        BalloonUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_change);
        while (reader.NextField(ref record) is not null)
        {
            update = new BalloonUpdate(reader.ReadUInt32());
        }
        return update;
    }

    /// <summary>Reads the body of <c>PATCH /balloon/statistics</c>.</summary>
    /// <exception cref="JsonFailure"/>
    internal static BalloonStatisticsUpdate ReadStatistics(ref JsonReader reader)
    {
        BalloonStatisticsUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_statistics);
        while (reader.NextField(ref record) is not null)
        {
            update = new BalloonStatisticsUpdate(reader.ReadUInt16());
        }
        return update;
    }

    /// <summary>Reads the body of <c>PATCH /balloon/hinting/start</c>.</summary>
    /// <exception cref="JsonFailure"/>
    internal static BalloonHinting ReadHinting(ref JsonReader reader)
    {
        BalloonHinting hinting = new();
        JsonRecord record = reader.BeginRecord(_hinting);
        while (reader.NextField(ref record) is not null)
        {
            hinting = new BalloonHinting(reader.ReadBoolean());
        }
        return hinting;
    }

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/balloon/statistics", (in _, _) => new ApiRequest(new GetBalloonStatistics(), ApiAnswer.BalloonStatistics)),
        new(HttpMethod.Patch, "/balloon/statistics", (in _, body) => new ApiRequest(new ChangeBalloonStatistics(ApiBody.Read(body, ReadStatistics)))),
        new(HttpMethod.Patch, "/balloon/hinting/start", (in _, body) =>
            new ApiRequest(new StartBalloonHinting(body.IsEmpty ? new BalloonHinting() : ApiBody.Read(body, ReadHinting)))),
        new(HttpMethod.Get, "/balloon/hinting/status", (in _, _) => new ApiRequest(new GetBalloonHinting(), ApiAnswer.BalloonHinting)),
        new(HttpMethod.Patch, "/balloon/hinting/stop", (in _, _) => new ApiRequest(new StopBalloonHinting())),
        new(HttpMethod.Get, "/balloon", (in _, _) => new ApiRequest(new GetBalloon(), ApiAnswer.Balloon)),
        new(HttpMethod.Put, "/balloon", (in _, body) => new ApiRequest(new SetBalloon(ApiBody.Read(body, Read)))),
        new(HttpMethod.Patch, "/balloon", (in _, body) => new ApiRequest(new ResizeBalloon(ApiBody.Read(body, ReadChange)))),
    ];

    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        if (configuration.Balloon is { } balloon)
        {
            Write(json, balloon);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes a balloon, as the API reads it.</summary>
    internal static void Write(Utf8JsonWriter json, BalloonConfiguration balloon)
    {
        json.WriteStartObject();
        json.WriteNumber("amount_mib"u8, balloon.Mebibytes);
        json.WriteBoolean("deflate_on_oom"u8, balloon.DeflateOnOom);
        json.WriteNumber("stats_polling_interval_s"u8, balloon.StatisticsSeconds);
        json.WriteBoolean("free_page_hinting"u8, balloon.HasHinting);
        json.WriteBoolean("free_page_reporting"u8, balloon.HasReporting);
        json.WriteEndObject();
    }

    /// <inheritdoc/>
    private protected override VmmAction ReadAction(ref JsonReader reader) => new SetBalloon(Read(ref reader));
}
