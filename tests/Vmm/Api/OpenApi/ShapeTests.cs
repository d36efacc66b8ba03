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
        ("ActionBody", null, "VmAction"),
        ("BalloonBody", null, "Balloon"),
        ("BalloonHintingBody", null, "BalloonHinting"),
        ("BalloonPatchBody", null, "BalloonUpdate"),
        ("BalloonStatisticsBody", null, "BalloonStatisticsUpdate"),
        ("BootSourceBody", null, "BootSource"),
        ("CpuTemplateBody", null, "CpuConfiguration"),
        ("CpuidModifierBody", null, "CpuidModifier"),
        ("CpuidRegisterBody", null, "RegisterModifier"),
        ("DriveBody", null, "Drive"),
        ("DrivePatchBody", null, "DriveUpdate"),
        ("EntropyBody", null, "Entropy"),
        ("LoggerBody", null, "Logger"),
        ("MachineConfigurationBody", "struct MachineConfig", "MachineConfiguration"),
        ("MachineConfigurationBody", "struct MachineConfigUpdate", "MachineConfigurationUpdate"),
        ("MemoryBackendBody", null, "MemoryBackend"),
        ("MemoryHotplugBody", null, "MemoryHotplug"),
        ("MemoryHotplugPatchBody", null, "MemoryHotplugUpdate"),
        ("MetricsBody", null, "Metrics"),
        ("MmdsConfigurationBody", null, "MetadataConfiguration"),
        ("MsrModifierBody", null, "MsrModifier"),
        ("NetworkInterfaceBody", null, "NetworkInterface"),
        ("NetworkInterfacePatchBody", null, "NetworkInterfaceUpdate"),
        ("NetworkOverrideBody", null, "NetworkOverride"),
        ("PmemBody", null, "Pmem"),
        ("PmemPatchBody", null, "PmemUpdate"),
        ("RateLimiterBody", null, "RateLimiter"),
        ("SerialBody", null, "Serial"),
        ("SnapshotCreateBody", null, "SnapshotCreation"),
        ("SnapshotLoadBody", "struct LoadSnapshotConfig", "SnapshotLoading"),
        ("SnapshotLoadBody", "struct VsockOverride", "VsockOverride"),
        ("TokenBucketBody", null, "TokenBucket"),
        ("VmStateBody", null, "VmState"),
        ("VsockBody", null, "Vsock"),
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

    // No test can name them all: this one fails when there is one more. The configuration file's is none of the API's.
    private static IEnumerable<(string Reader, JsonShape Shape)> Shapes() =>
        from type in typeof(ActionBody).Assembly.GetTypes()
        where type.Namespace == typeof(ActionBody).Namespace && type != typeof(ConfigurationFileBody)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        where field.FieldType == typeof(JsonShape)
        select (type.Name, (JsonShape)field.GetValue(null)!);

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
