using System.IO;
using System.Text;
using System.Text.Json;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>
/// What the commands for snapshots say as JSON. snapshot-description.schema.json and snapshot-check.schema.json describe the documents; fields are
/// named as in the API.
/// </summary>
internal static class SnapshotDocument
{
    // Of both schemas.
    private const int Version = 1;

    /// <summary>What a snapshot has.</summary>
    internal static string Of(SavedSnapshot snapshot) => Document(json =>
    {
        json.WriteString("format", StateFormat.Version);
        json.WriteString("saved_by", snapshot.Origin.Version);
        json.WriteString("architecture", snapshot.Origin.Architecture);
        json.WriteNumber("vcpu_count", snapshot.Configuration.Machine.Processors.Count);
        json.WriteNumber("mem_size_mib", snapshot.Configuration.Machine.MemoryMebibytes);
        json.WriteString("huge_pages", MachineConfigurationObject.NameOf(snapshot.Configuration.Machine.Pages));
        json.WriteString("kernel_image_path", snapshot.Configuration.BootSource!.KernelImagePath);
        json.WriteString("initrd_path", snapshot.Configuration.BootSource.InitrdPath);
        json.WriteStartArray("devices");
        foreach (SavedDevice device in snapshot.Devices)
        {
            Write(json, device);
        }
        json.WriteEndArray();
    });

    /// <summary>Whether a snapshot can be loaded.</summary>
    /// <param name="reason">Why not; null if it can.</param>
    internal static string OfCheck(string? reason) => Document(json =>
    {
        json.WriteBoolean("ok", reason is null);
        json.WriteString("reason", reason);
    });

    private static void Write(Utf8JsonWriter json, SavedDevice device)
    {
        json.WriteStartObject();
        json.WriteString("kind", device.Kind);
        if (device.Id is not null)
        {
            json.WriteString("id", device.Id);
        }
        if (device is { Path: { } path, Length: { } length, IsReadOnly: { } isReadOnly })
        {
            json.WriteString("path_on_host", path);
            json.WriteNumber("size_bytes", length);
            json.WriteBoolean("is_read_only", isReadOnly);
        }
        if (device.HostDevice is { } tap)
        {
            json.WriteString("host_dev_name", tap);
        }
        json.WriteEndObject();
    }

    private static string Document(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
