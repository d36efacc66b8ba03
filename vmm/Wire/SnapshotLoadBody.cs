using Kiln.Vmm.Json;
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
        JsonField.Optional("vsock_override"),
        JsonField.Optional("clock_realtime"),
        JsonField.Optional("huge_pages"));

    private static readonly JsonShape _vsock = new("struct VsockOverride", JsonField.Required("uds_path"))
    {
        IsLax = true,
    };

    private static readonly JsonVariants<RestoredPages> _pages = new(
        ("Snapshot", RestoredPages.Snapshot),
        ("None", RestoredPages.None),
        ("Transparent", RestoredPages.Transparent),
        ("2M", RestoredPages.Reserved));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static SnapshotLoading Read(ref JsonReader reader)
    {
        SnapshotLoading snapshot = new("");
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            snapshot = field switch
            {
                "snapshot_path" => snapshot with { StatePath = PathText.Read(ref reader, field) },
                "mem_file_path" => snapshot with { MemoryPath = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
                "mem_backend" => snapshot with { Memory = reader.TakeNull() ? null : MemoryBackendBody.Read(ref reader) },
                "enable_diff_snapshots" => snapshot with { EnableDiffSnapshots = reader.ReadBoolean() },
                "track_dirty_pages" => snapshot with { TrackDirtyPages = reader.ReadBoolean() },
                "resume_vm" => snapshot with { Resume = reader.ReadBoolean() },
                "network_overrides" => snapshot with { Networks = ReadNetworks(ref reader) },
                "vsock_override" => snapshot with { VsockPath = reader.TakeNull() ? null : ReadVsock(ref reader) },
                "clock_realtime" => snapshot with { SetsClock = reader.ReadBoolean() },
                _ => snapshot with { Pages = reader.ReadVariant(_pages) },
            };
        }
        return snapshot;
    }

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
