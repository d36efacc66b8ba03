using System.Linq;
using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The object that fills a configuration file. Its sections are the objects of the API.</summary>
internal static class ConfigurationFileBody
{
    // In the order in which they are applied, which is not that of the file.
    private static readonly JsonShape _shape = new(
        "struct VmmConfig",
        JsonField.Optional("logger"),
        JsonField.Optional("metrics"),
        JsonField.Optional("machine-config"),
        JsonField.Optional("cpu-config"),
        JsonField.Required("boot-source"),
        JsonField.Optional("drives"),
        JsonField.Optional("network-interfaces"),
        JsonField.Optional("vsock"),
        JsonField.Optional("balloon"),
        JsonField.Optional("mmds-config"),
        JsonField.Optional("entropy"),
        JsonField.Optional("pmem"),
        JsonField.Optional("memory-hotplug"),
        JsonField.Optional("serial"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <returns>What it asks for, in the order in which it is to be done.</returns>
    /// <exception cref="JsonFailure">It is none, or asks for a device that is not part of this version.</exception>
    /// <exception cref="VmmFailure">It names a file with a CPU template that is none.</exception>
    internal static IReadOnlyList<ConfiguredAction> Read(ref JsonReader reader)
    {
        List<ConfiguredAction> actions = [];
        JsonFailure? refusal = null;
        (string Path, int Offset)? template = null;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            int start = reader.Place();
            if (field == "cpu-config" && reader.PeekKind() == JsonKind.String)
            {
                template = (PathText.Read(ref reader, field), start);
            }
            else if (field == "drives")
            {
                ReadDrives(ref reader, actions);
            }
            else if (!IsAction(field))
            {
                // Refused behind the last field only: first of all the file must be one.
                JsonFailure? reason = DeviceSections.Read(ref reader, field);
                refusal ??= reason;
            }
            else if (field == "boot-source" || !reader.TakeNull())
            {
                actions.Add(new ConfiguredAction(ReadAction(ref reader, field), start));
            }
        }
        if (refusal is not null)
        {
            throw refusal;
        }
        // Files that a file names are opened for one that is whole.
        if (template is (var path, var offset))
        {
            actions.Add(new ConfiguredAction(new ConfigureProcessors(CpuTemplateFile.Read(path)), offset));
        }
        return [.. actions.OrderBy(action => Place(action.Action))];
    }

    private static void ReadDrives(ref JsonReader reader, List<ConfiguredAction> actions)
    {
        JsonSequence list = reader.BeginList("drives", TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            int start = reader.Place();
            actions.Add(new ConfiguredAction(new InsertBlockDevice(DriveBody.Read(ref reader)), start));
        }
    }

    private static bool IsAction(string field) =>
        field is "logger" or "metrics" or "machine-config" or "cpu-config" or "boot-source" or "entropy" or "serial";

    private static VmmAction ReadAction(ref JsonReader reader, string field) => field switch
    {
        "logger" => new ConfigureLogger(LoggerBody.Read(ref reader)),
        "metrics" => new ConfigureMetrics(MetricsBody.Read(ref reader)),
        "machine-config" => new ConfigureMachine(MachineConfigurationBody.Read(ref reader)),
        "cpu-config" => new ConfigureProcessors(CpuTemplateBody.Read(ref reader)),
        "boot-source" => new ConfigureBootSource(BootSourceBody.Read(ref reader)),
        "entropy" => new SetEntropyDevice(EntropyBody.Read(ref reader)),
        _ => new ConfigureSerial(SerialBody.Read(ref reader)),
    };

    private static int Place(VmmAction action) => action switch
    {
        ConfigureLogger => 0,
        ConfigureMetrics => 1,
        ConfigureMachine => 2,
        ConfigureProcessors => 3,
        ConfigureBootSource => 4,
        InsertBlockDevice => 5,
        SetEntropyDevice => 6,
        _ => 7,
    };
}
