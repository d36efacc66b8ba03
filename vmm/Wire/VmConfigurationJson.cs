using System.Text.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>Writes all that a machine is made of, in the order that the contract has. What it has none of is null, or a list of none.</summary>
internal static class VmConfigurationJson
{
    /// <summary>Writes it.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="configuration">What it is made of.</param>
    internal static void Write(Utf8JsonWriter json, VmConfiguration configuration)
    {
        json.WriteStartObject();
        json.WriteNull("balloon"u8);
        DriveJson.WriteAll(json, "drives"u8, configuration.Drives);
        json.WritePropertyName("boot-source"u8);
        WriteBootSource(json, configuration.BootSource);
        // These three are always null, whatever was put there.
        json.WriteNull("cpu-config"u8);
        json.WriteNull("logger"u8);
        json.WritePropertyName("machine-config"u8);
        MachineConfigurationJson.Write(json, configuration);
        json.WriteNull("metrics"u8);
        json.WriteNull("mmds-config"u8);
        WriteNone(json, "network-interfaces"u8);
        json.WriteNull("vsock"u8);
        json.WritePropertyName("entropy"u8);
        WriteEntropy(json, configuration.Entropy);
        WriteNone(json, "pmem"u8);
        json.WriteNull("memory-hotplug"u8);
        json.WriteEndObject();
    }

    private static void WriteBootSource(Utf8JsonWriter json, BootSource? source)
    {
        if (source is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("kernel_image_path"u8, source.KernelImagePath);
        json.WriteString("initrd_path"u8, source.InitrdPath);
        json.WriteString("boot_args"u8, source.BootArguments);
        json.WriteEndObject();
    }

    private static void WriteEntropy(Utf8JsonWriter json, EntropyConfiguration? entropy)
    {
        if (entropy is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        RateLimiterJson.Write(json, "rate_limiter"u8, entropy.Limit);
        json.WriteEndObject();
    }

    private static void WriteNone(Utf8JsonWriter json, ReadOnlySpan<byte> list)
    {
        json.WriteStartArray(list);
        json.WriteEndArray();
    }
}
