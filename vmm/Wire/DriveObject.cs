using System.Text.Json;
using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/drives</c>. Drives cannot be removed while the guest runs.</summary>
internal sealed class DriveObject : ConfigurationSection
{
    private static readonly JsonShape _shape = new(
        "struct BlockDeviceConfig",
        JsonField.Required("drive_id"),
        JsonField.Optional("partuuid"),
        JsonField.Required("is_root_device"),
        JsonField.Optional("cache_type"),
        JsonField.Optional("is_read_only"),
        JsonField.Optional("path_on_host"),
        JsonField.Optional("rate_limiter"),
        JsonField.Optional("io_engine"),
        JsonField.Optional("socket"),
        JsonField.Optional("lock"));

    private static readonly JsonShape _change = new(
        "struct BlockDeviceUpdateConfig",
        JsonField.Required("drive_id"),
        JsonField.Optional("path_on_host"),
        JsonField.Optional("rate_limiter"));

    private static readonly JsonVariants<DriveCache> _caches = new(("Unsafe", DriveCache.Unsafe), ("Writeback", DriveCache.Writeback));

    private static readonly JsonVariants<DriveEngine> _engines = new(("Async", DriveEngine.Async), ("Sync", DriveEngine.Sync));

    /// <inheritdoc/>
    internal override string Name => "drives";

    /// <inheritdoc/>
    internal override int? AnswerPlace => 1;

    /// <exception cref="JsonFailure"/>
    internal static DriveConfiguration Read(ref JsonReader reader)
    {
        DriveConfiguration drive = new("", IsRoot: false);
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            drive = field switch
            {
                "drive_id" => drive with { Id = IdText.Read(ref reader, field) },
                "partuuid" => drive with { PartitionUuid = reader.TakeNull() ? null : PartitionUuidText.Read(ref reader, field) },
                "is_root_device" => drive with { IsRoot = reader.ReadBoolean() },
                "cache_type" => drive with { Cache = reader.ReadVariant(_caches) },
                "is_read_only" => drive with { IsReadOnly = reader.TakeNull() ? null : reader.ReadBoolean() },
                "path_on_host" => drive with { Path = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
                "rate_limiter" => drive with { Limit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
                "io_engine" => drive with { Engine = reader.TakeNull() ? null : reader.ReadVariant(_engines) },
                "lock" => drive with { Lock = DriveLockText.Read(ref reader) },
                _ => drive with { Socket = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
            };
        }
        return drive;
    }

    /// <exception cref="JsonFailure"/>
    internal static DriveUpdate ReadChange(ref JsonReader reader)
    {
        DriveUpdate update = new("");
        JsonRecord record = reader.BeginRecord(_change);
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

    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/drives/{drive_id}", (in path, body) => Put(ResourceId.Read(path), ApiBody.Read(body, Read)))
        {
            Counters = metrics.PutRequests.Drive,
        },
        new(HttpMethod.Patch, "/drives/{drive_id}", (in path, body) => Patch(ResourceId.Read(path), ApiBody.Read(body, ReadChange)))
        {
            Counters = metrics.PatchRequests.Drive,
        },
        new(HttpMethod.Delete, "/drives/{drive_id}", (in path, _) =>
        {
            ResourceId.Check(path);
            return Absence.Of("DELETE /drives", Absence.NothingToChange);
        }),
    ];

    /// <inheritdoc/>
    internal override void ReadSection(ref JsonReader reader, ConfiguredActions actions) =>
        DeviceListSection.Read(ref reader, Name, actions, Read, device => new InsertBlockDevice(device));

    /// <summary>Writes all drives in order, with the defaults that the requests left out.</summary>
    /// <inheritdoc/>
    internal override void WriteValue(Utf8JsonWriter json, VmConfiguration configuration)
    {
        json.WriteStartArray();
        for (int index = 0; index < configuration.Drives.Count; index++)
        {
            Write(json, configuration.Drives[index]);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DriveConfiguration drive)
    {
        json.WriteStartObject();
        json.WriteString("drive_id"u8, drive.Id);
        json.WriteString("partuuid"u8, drive.PartitionUuid);
        json.WriteBoolean("is_root_device"u8, drive.IsRoot);
        json.WriteString("cache_type"u8, _caches.NameOf(drive.Cache));
        json.WriteBoolean("is_read_only"u8, drive.IsReadOnly ?? false);
        json.WriteString("path_on_host"u8, drive.Path);
        RateLimiterBody.Write(json, "rate_limiter"u8, drive.Limit);
        json.WriteString("io_engine"u8, _engines.NameOf(drive.Engine ?? DriveEngine.Sync));
        // This version has no vhost-user drives.
        json.WriteNull("socket"u8);
        // Firecracker's drives have no such field, and some of its clients refuse fields that they do not know.
        if (drive.Lock is { } mode and not DriveLock.On)
        {
            json.WriteString("lock"u8, DriveLockText.NameOf(mode));
        }
        json.WriteEndObject();
    }

    private static ApiRequest Put(string id, DriveConfiguration drive)
    {
        ResourceId.CheckSame(id, drive.Id);
        return new ApiRequest(new InsertBlockDevice(drive));
    }

    private static ApiRequest Patch(string id, DriveUpdate update)
    {
        ResourceId.CheckSame(id, update.Id);
        return new ApiRequest(new UpdateBlockDevice(update));
    }
}
