using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Model.Snapshots;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/snapshot/load</c>.</summary>
internal static class SnapshotLoadBody
{
    private static readonly JsonShape _shape = new(
        "struct LoadSnapshotConfig",
        JsonField.Required("snapshot_path"),
        JsonField.Optional("mem_file_path"),
        JsonField.Optional("mem_backend"),
        JsonField.Optional("enable_diff_snapshots"),
        JsonField.Optional("track_dirty_pages"),
        JsonField.Optional("resume_vm"),
        JsonField.Optional("network_overrides"),
        JsonField.Optional("drive_overrides"),
        JsonField.Optional("vsock_override"),
        JsonField.Optional("clock_realtime"),
        JsonField.Optional("huge_pages"),
        JsonField.Optional("metadata"));

    private static readonly JsonShape _vsock = new("struct VsockOverride", JsonField.Required("uds_path"))
    {
        IsLax = true,
    };

    private static readonly JsonVariants<RestoredPages> _pages = new(
        ("Snapshot", RestoredPages.Snapshot),
        ("None", RestoredPages.None),
        ("Transparent", RestoredPages.Transparent),
        ("2M", RestoredPages.Reserved));

    /// <exception cref="JsonFailure"/>
    internal static LoadSnapshot Read(ref JsonReader reader)
    {
        SnapshotLoading snapshot = new("");
        MetadataDocument? metadata = null;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "metadata")
            {
                metadata = reader.TakeNull() ? null : MetadataDocument.Read(ref reader);
            }
            else
            {
                snapshot = Read(snapshot, field, ref reader);
            }
        }
        return new LoadSnapshot(snapshot) { Metadata = metadata };
    }

    private static SnapshotLoading Read(SnapshotLoading snapshot, string field, ref JsonReader reader) => field switch
    {
        "snapshot_path" => snapshot with { StatePath = PathText.Read(ref reader, field) },
        "mem_file_path" => snapshot with { MemoryPath = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
        "mem_backend" => snapshot with { Memory = reader.TakeNull() ? null : MemoryBackendBody.Read(ref reader) },
        "enable_diff_snapshots" => snapshot with { EnableDiffSnapshots = reader.ReadBoolean() },
        "track_dirty_pages" => snapshot with { TrackDirtyPages = reader.ReadBoolean() },
        "resume_vm" => snapshot with { Resume = reader.ReadBoolean() },
        "network_overrides" => snapshot with { Networks = ReadNetworks(ref reader) },
        "drive_overrides" => snapshot with { Drives = ReadDrives(ref reader) },
        "vsock_override" => snapshot with { VsockPath = reader.TakeNull() ? null : ReadVsock(ref reader) },
        "clock_realtime" => snapshot with { SetsClock = reader.ReadBoolean() },
        _ => snapshot with { Pages = reader.ReadVariant(_pages) },
    };

    private static List<NetworkOverride> ReadNetworks(ref JsonReader reader)
    {
        List<NetworkOverride> networks = [];
        JsonSequence list = reader.BeginList("network_overrides", TextBounds.Interfaces);
        while (reader.NextElement(ref list))
        {
            networks.Add(NetworkOverrideBody.Read(ref reader));
        }
        return networks;
    }

    private static List<DriveOverride> ReadDrives(ref JsonReader reader)
    {
        List<DriveOverride> drives = [];
        JsonSequence list = reader.BeginList("drive_overrides", TextBounds.Interfaces);
        while (reader.NextElement(ref list))
        {
            drives.Add(DriveOverrideBody.Read(ref reader));
        }
        return drives;
    }

    private static string ReadVsock(ref JsonReader reader)
    {
        string path = "";
        JsonRecord record = reader.BeginRecord(_vsock);
        while (reader.NextField(ref record) is { } field)
        {
            path = PathText.Read(ref reader, field);
        }
        return path;
    }
}
