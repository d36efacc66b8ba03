using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/snapshot/create</c>.</summary>
internal static class SnapshotCreateBody
{
    private static readonly JsonShape _shape = new(
        "struct CreateSnapshotParams",
        JsonField.Optional("snapshot_type"),
        JsonField.Required("snapshot_path"),
        JsonField.Required("mem_file_path"));

    private static readonly JsonVariants<SnapshotKind> _kinds = new(("Diff", SnapshotKind.Diff), ("Full", SnapshotKind.Full));

    /// <exception cref="JsonFailure"/>
    internal static SnapshotCreation Read(ref JsonReader reader)
    {
        SnapshotCreation snapshot = new("", "");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            snapshot = field switch
            {
                "snapshot_type" => snapshot with { Kind = reader.ReadVariant(_kinds) },
                "snapshot_path" => snapshot with { StatePath = PathText.Read(ref reader, field) },
                _ => snapshot with { MemoryPath = PathText.Read(ref reader, field) },
            };
        }
        return snapshot;
    }
}
