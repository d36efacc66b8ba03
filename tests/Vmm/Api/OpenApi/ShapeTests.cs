using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Api.OpenApi;

/// <summary>Every object that a request can have, nested ones as well, is described with its fields, and no others.</summary>
public sealed class ShapeTests
{
    private static readonly ApiDescription _description = ApiDescription.Load();

    // By the type that reads them and, where it reads several, by what serde calls them.
    private static readonly (string Reader, string? Serde, string Schema)[] _schemas =
    [
        ("ActionObject", null, "VmAction"),
        ("BalloonObject", "struct BalloonDeviceConfig", "Balloon"),
        ("BalloonObject", "struct StartHintingCmd", "BalloonHinting"),
        ("BalloonObject", "struct BalloonUpdateConfig", "BalloonUpdate"),
        ("BalloonObject", "struct BalloonUpdateStatsConfig", "BalloonStatisticsUpdate"),
        ("BootSourceObject", null, "BootSource"),
        ("CpuTemplateObject", null, "CpuConfiguration"),
        ("CpuidModifierBody", null, "CpuidModifier"),
        ("CpuidRegisterBody", null, "RegisterModifier"),
        ("DriveObject", "struct BlockDeviceConfig", "Drive"),
        ("DriveObject", "struct BlockDeviceUpdateConfig", "DriveUpdate"),
        ("EntropyObject", null, "Entropy"),
        ("LoggerObject", null, "Logger"),
        ("MachineConfigurationObject", "struct MachineConfig", "MachineConfiguration"),
        ("MachineConfigurationObject", "struct MachineConfigUpdate", "MachineConfigurationUpdate"),
        ("MemoryBackendBody", null, "MemoryBackend"),
        ("MemoryHotplugObject", "struct MemoryHotplugConfig", "MemoryHotplug"),
        ("MemoryHotplugObject", "struct MemoryHotplugSizeUpdate", "MemoryHotplugUpdate"),
        ("MetricsObject", null, "Metrics"),
        ("MmdsObject", null, "MetadataConfiguration"),
        ("MsrModifierBody", null, "MsrModifier"),
        ("NetworkInterfaceObject", "struct NetworkInterfaceConfig", "NetworkInterface"),
        ("NetworkInterfaceObject", "struct NetworkInterfaceUpdateConfig", "NetworkInterfaceUpdate"),
        ("DriveOverrideBody", null, "DriveOverride"),
        ("NetworkOverrideBody", null, "NetworkOverride"),
        ("PmemObject", "struct PmemConfig", "Pmem"),
        ("PmemObject", "struct PmemDeviceUpdateConfig", "PmemUpdate"),
        ("RateLimiterBody", null, "RateLimiter"),
        ("SerialObject", null, "Serial"),
        ("SnapshotCreateBody", null, "SnapshotCreation"),
        ("SnapshotLoadBody", "struct LoadSnapshotConfig", "SnapshotLoading"),
        ("SnapshotLoadBody", "struct VsockOverride", "VsockOverride"),
        ("TokenBucketBody", null, "TokenBucket"),
        ("VmObject", null, "VmState"),
        ("VsockObject", null, "Vsock"),
    ];

    [Fact]
    public void EveryShapeIsDescribed()
    {
        (string Reader, JsonShape Shape)[] shapes = [.. Shapes()];

        Assert.Equal(_schemas.Length, shapes.Length);
        Assert.All(shapes, found => Check(
            found.Shape,
            _description.Schemas[_schemas.Single(row => row.Reader == found.Reader && (row.Serde is null || row.Serde == found.Shape.Expected)).Schema]));
    }

    private static void Check(JsonShape shape, JsonObject schema)
    {
        JsonField[] fields = [.. Enumerable.Range(0, shape.Count).Select(index => shape[index])];

        Assert.Equal(Sorted(fields.Select(field => field.Name.Text)), Sorted(schema["properties"]!.AsObject().Select(property => property.Key)));
        Assert.Equal(
            Sorted(fields.Where(field => field.IsRequired).Select(field => field.Name.Text)),
            Sorted(schema["required"]?.AsArray().Select(name => (string)name!) ?? []));
        Assert.Equal(shape.IsLax, schema["additionalProperties"] is null);
    }

    // Fails when a shape is added that the test does not know. The configuration file's shape is not part of the API.
    private static IEnumerable<(string Reader, JsonShape Shape)> Shapes() =>
        from type in typeof(ActionObject).Assembly.GetTypes()
        where type.Namespace == typeof(ActionObject).Namespace && type != typeof(ConfigurationFileBody)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        where field.FieldType == typeof(JsonShape)
        select (type.Name, (JsonShape)field.GetValue(null)!);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
