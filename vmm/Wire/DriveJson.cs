using System.Text.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>Writes drives, with every default that a request left out.</summary>
internal static class DriveJson
{
    /// <summary>Writes all of a machine, in their order.</summary>
    /// <param name="json">In an object.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="drives">The drives.</param>
    internal static void WriteAll(Utf8JsonWriter json, ReadOnlySpan<byte> name, DriveList drives)
    {
        json.WriteStartArray(name);
        for (int index = 0; index < drives.Count; index++)
        {
            Write(json, drives[index]);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DriveConfiguration drive)
    {
        json.WriteStartObject();
        json.WriteString("drive_id"u8, drive.Id);
        json.WriteString("partuuid"u8, drive.PartitionUuid);
        json.WriteBoolean("is_root_device"u8, drive.IsRoot);
        json.WriteString("cache_type"u8, DriveBody.Caches.NameOf(drive.Cache));
        json.WriteBoolean("is_read_only"u8, drive.IsReadOnly ?? false);
        json.WriteString("path_on_host"u8, drive.Path);
        RateLimiterJson.Write(json, "rate_limiter"u8, drive.Limit);
        json.WriteString("io_engine"u8, DriveBody.Engines.NameOf(drive.Engine ?? DriveEngine.Sync));
        // A drive of this version is a file's.
        json.WriteNull("socket"u8);
        json.WriteEndObject();
    }
}
