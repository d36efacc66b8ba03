using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/balloon/statistics</c>.</summary>
internal static class BalloonStatisticsBody
{
    private static readonly JsonShape _shape = new("struct BalloonUpdateStatsConfig", JsonField.Required("stats_polling_interval_s"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static BalloonStatisticsUpdate Read(ref JsonReader reader)
    {
        BalloonStatisticsUpdate update = new(0);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            update = new BalloonStatisticsUpdate(reader.ReadUInt16());
        }
        return update;
    }
}
