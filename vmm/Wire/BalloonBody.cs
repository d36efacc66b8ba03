using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/balloon</c>.</summary>
internal static class BalloonBody
{
    private static readonly JsonShape _shape = new(
        "struct BalloonDeviceConfig",
        JsonField.Required("amount_mib"),
        JsonField.Required("deflate_on_oom"),
        JsonField.Optional("stats_polling_interval_s"),
        JsonField.Optional("free_page_hinting"),
        JsonField.Optional("free_page_reporting"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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
}
