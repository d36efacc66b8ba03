using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/drives</c>.</summary>
internal static class DriveBody
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
        JsonField.Optional("socket"));

    /// <summary>What becomes of flushes, by its names.</summary>
    internal static JsonVariants<DriveCache> Caches { get; } = new(("Unsafe", DriveCache.Unsafe), ("Writeback", DriveCache.Writeback));

    /// <summary>How files are read and written, by its names.</summary>
    internal static JsonVariants<DriveEngine> Engines { get; } = new(("Async", DriveEngine.Async), ("Sync", DriveEngine.Sync));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
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
                "cache_type" => drive with { Cache = reader.ReadVariant(Caches) },
                "is_read_only" => drive with { IsReadOnly = reader.TakeNull() ? null : reader.ReadBoolean() },
                "path_on_host" => drive with { Path = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
                "rate_limiter" => drive with { Limit = reader.TakeNull() ? null : RateLimiterBody.Read(ref reader) },
                "io_engine" => drive with { Engine = reader.TakeNull() ? null : reader.ReadVariant(Engines) },
                _ => drive with { Socket = reader.TakeNull() ? null : PathText.Read(ref reader, field) },
            };
        }
        return drive;
    }
}
