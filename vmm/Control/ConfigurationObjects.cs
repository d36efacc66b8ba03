using System.Linq;
using Kiln.Vmm.Control.Actions;
using Kiln.Vmm.Control.Bodies;
using Kiln.Vmm.Control.Json;

namespace Kiln.Vmm.Control;

/// <summary>The objects of a configuration, as they come, and the actions that they ask for, in the contract's order.</summary>
internal sealed class ConfigurationObjects
{
    private const string BootSource = "boot-source";
    private const string MachineConfiguration = "machine-config";
    private const string Processors = "cpu-config";
    private const string Logger = "logger";
    private const string Metrics = "metrics";
    private const string Serial = "serial";

    private static readonly JsonShape _shape = new(
        "struct VmmConfig",
        JsonField.Required(BootSource),
        JsonField.Optional("drives"),
        JsonField.Optional(MachineConfiguration),
        JsonField.Optional(Processors),
        JsonField.Optional(Logger),
        JsonField.Optional(Metrics),
        JsonField.Optional(Serial),
        JsonField.Optional("network-interfaces"),
        JsonField.Optional("balloon"),
        JsonField.Optional("vsock"),
        JsonField.Optional("entropy"),
        JsonField.Optional("mmds-config"),
        JsonField.Optional("pmem"),
        JsonField.Optional("memory-hotplug"));

    // The log first, so that it has what the others do.
    private static readonly string[] _order = [Logger, Metrics, MachineConfiguration, Processors, BootSource, Serial];

    private readonly Dictionary<string, ConfiguredAction> _actions = [];

    private ConfigurationObjects()
    {
    }

    /// <summary>What they ask for.</summary>
    internal IReadOnlyList<ConfiguredAction> Actions => [.. _order.Where(_actions.ContainsKey).Select(name => _actions[name])];

    /// <summary>Reads them.</summary>
    /// <param name="reader">At the configuration.</param>
    /// <exception cref="JsonFailure">One of them is wrong, or of a device that this version has not.</exception>
    /// <exception cref="VmmFailure">The file of a CPU template is.</exception>
    internal static ConfigurationObjects Read(ref JsonReader reader)
    {
        ConfigurationObjects objects = new();
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            // The boot source is the one that must be there.
            if (field == BootSource || !reader.TakeNull())
            {
                objects.Read(ref reader, field);
            }
        }
        return objects;
    }

    private void Read(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        VmmAction? action = field switch
        {
            BootSource => new ConfigureBootSource(BootSourceBody.Read(ref reader)),
            MachineConfiguration => new ConfigureMachine(MachineConfigurationBody.Read(ref reader)),
            Processors => new ConfigureProcessors(CpuTemplateFile.Read(ref reader)),
            Logger => new ConfigureLogger(LoggerBody.Read(ref reader)),
            Metrics => new ConfigureMetrics(MetricsBody.Read(ref reader)),
            Serial => new ConfigureSerial(SerialBody.Read(ref reader)),
            _ => null,
        };
        if (action is not null)
        {
            _actions.Add(field, new ConfiguredAction(action, start));
        }
        else if (AbsentDevices.Read(ref reader, field))
        {
            throw reader.FailureAtOnce(start, $"{field} is not supported by this version of Kiln; remove it");
        }
    }
}
