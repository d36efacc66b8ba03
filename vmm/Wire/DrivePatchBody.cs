using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/drives</c> for a change.</summary>
internal static class DrivePatchBody
{
    private static readonly JsonShape _shape = new(
        "struct BlockDeviceUpdateConfig",
        JsonField.Required("drive_id"),
        JsonField.Optional("path_on_host"),
        JsonField.Optional("rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static DriveUpdate Read(ref JsonReader reader)
    {
        DriveUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            update = field switch
            {
                "drive_id" => update with { Id = IdText.Read(ref reader, field) },
                "path_on_host" => update with { Path = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
                _ => update with { Limit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
            };
        }
        return update;
    }
}
