using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>What the objects of the log and of metrics say is what becomes of them, and null is what was not said.</summary>
public sealed class MonitorBodyTests
{
    [Fact]
    public void TheLogIsWhatIsSaid() => Assert.Equal(
        new LoggerConfiguration("/l", LogLevel.Debug, ShowLevel: true, ShowLogOrigin: false, "vmm"),
        BodyKind.Take(
            LoggerObject.Read, """{"log_path": "/l", "level": "Debug", "show_level": true, "show_log_origin": false, "module": "vmm"}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"log_path": null, "level": null, "show_level": null, "show_log_origin": null, "module": null}""")]
    public void ALogOfWhichNothingIsSaidStaysWhatItIs(string text) =>
        Assert.Equal(new LoggerConfiguration(), BodyKind.Take(LoggerObject.Read, text));

    [Fact]
    public void PropertiesOfMetricsAreInOrderAndTheLaterOfTwoCounts()
    {
        MetricsConfiguration metrics = BodyKind.Take(
            MetricsObject.Read, """{"metrics_path": "/m", "emit_id": true, "properties": {"b": "1", "c": "2", "a": "3", "b": "4"}, "more": 1}""");

        Assert.Equal(("/m", true), (metrics.MetricsPath, metrics.EmitId));
        Assert.Equal([new("a", "3"), new("b", "4"), new("c", "2")], metrics.Properties!);
    }

    [Theory]
    [InlineData("""{"metrics_path": "/m"}""")]
    [InlineData("""{"metrics_path": "/m", "properties": null}""")]
    public void MetricsHaveNeitherNameNorPropertiesUnasked(string text) =>
        Assert.Equal(new MetricsConfiguration("/m"), BodyKind.Take(MetricsObject.Read, text));
}
