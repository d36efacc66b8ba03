using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Wire;

/// <summary>An element of <c>drive_overrides</c> in <c>/snapshot/load</c>.</summary>
internal static class DriveOverrideBody
{
    private static readonly JsonShape _shape = new(
        "struct DriveOverride", JsonField.Required("drive_id"), JsonField.Required("path_on_host"), JsonField.Optional("lock"));

    /// <exception cref="JsonFailure"/>
    internal static DriveOverride Read(ref JsonReader reader)
    {
        DriveOverride drive = new("", "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            drive = field switch
            {
                "drive_id" => drive with { Id = IdText.Read(ref reader, field) },
                "path_on_host" => drive with { Path = PathText.Read(ref reader, field) },
                _ => drive with { Lock = DriveLockText.Read(ref reader) },
            };
        }
        return drive;
    }
}
