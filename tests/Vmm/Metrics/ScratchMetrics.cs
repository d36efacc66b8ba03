using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Tests.Logging;

namespace Kiln.Vmm.Tests.Metrics;

/// <summary>Metrics of their own, whose clock stands still, in a directory that goes with them.</summary>
internal sealed class ScratchMetrics : IDisposable
{
    private readonly ReservedNumber _number = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kiln-metrics-");

    internal ScratchMetrics()
    {
        MachineDevices.AddMetrics(Values);
        Drives = new DriveMetrics(Values);
        Networks = new NetworkMetrics(Values);
        System = new MetricsSystem(Values, "web-1", new OutputFile(Descriptor.StandardError, _number.Number), Clock);
    }

    internal FixedClock Clock { get; } = new();

    internal VmmMetrics Values { get; } = new();

    internal DriveMetrics Drives { get; }

    internal NetworkMetrics Networks { get; }

    internal MetricsSystem System { get; }

    internal string Path => PathOf("metrics");

    internal string[] Lines => File.ReadAllText(Path).Split('\n')[..^1];

    internal JsonNode Last => JsonNode.Parse(Lines[^1])!;

    internal string PathOf(string name) => global::System.IO.Path.Combine(_directory.FullName, name);

    internal ScratchMetrics WithFile()
    {
        Xunit.Assert.Null(System.Initialise(new MetricsConfiguration(Path)));
        return this;
    }

    /// <summary>Writes a line and reads it.</summary>
    internal JsonNode Flush()
    {
        Xunit.Assert.Null(System.Flush());
        return Last;
    }

    /// <summary>All as OpenMetrics text.</summary>
    internal ReadOnlyMemory<byte> OpenMetrics() => new GrowingText(1024).Write(System.OpenMetrics.Text);

    /// <summary>Every metric of the table.</summary>
    internal IEnumerable<TMetric> All<TMetric>()
        where TMetric : Metric => Values.Groups.SelectMany(group => group.Metrics).OfType<TMetric>();

    public void Dispose()
    {
        _number.Dispose();
        _directory.Delete(recursive: true);
    }
}
