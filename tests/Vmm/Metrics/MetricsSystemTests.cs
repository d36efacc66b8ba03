using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kiln.Testing.Harness;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Tests.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Metrics;

/// <summary>Lines of metrics: when and where, and what becomes of one that cannot be written.</summary>
public sealed class MetricsSystemTests
{
    private const string Refusal = "Cannot initialize the metrics system due to bad user input: ";

    [Fact]
    public void ALineBeginsWithTheTimeAndHasNeitherNameNorPropertiesUnasked()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();

        metrics.Flush();

        Assert.StartsWith(
            """{"utc_timestamp_ms":1795577618012,"api_server":{"process_startup_time_us":0,"process_startup_time_cpu_us":0},"balloon":{"activate_fails":0,""",
            Assert.Single(metrics.Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void NameAndPropertiesAreThereWhereTheUserWantsThem()
    {
        using ScratchMetrics metrics = new();
        KeyValuePair<string, string>[] properties = [new("rack", "a 7"), new("\"q\"\n", "é\\\u0001"), new("", "")];

        Assert.Null(metrics.System.Initialise(new MetricsConfiguration(metrics.Path, EmitId: true, properties)));
        metrics.Flush();

        Assert.StartsWith(
            """{"utc_timestamp_ms":1795577618012,"id":"web-1","properties":{"rack":"a 7","\"q\"\u000a":"é\\\u0001","":""},"api_server":{""",
            Assert.Single(metrics.Lines),
            StringComparison.Ordinal);
        Assert.Equal(properties.Select(pair => pair.Value), metrics.Last["properties"]!.AsObject().Select(pair => (string)pair.Value!));
    }

    [Fact]
    public void NoPropertiesAreAnEmptyObject()
    {
        using ScratchMetrics metrics = new();
        metrics.System.Initialise(new MetricsConfiguration(metrics.Path, Properties: []));

        Assert.Equal("{}", metrics.Flush()["properties"]!.ToJsonString());
    }

    [Fact]
    public void PropertiesOfAWholeRequestFit()
    {
        using ScratchMetrics metrics = new();
        metrics.System.Initialise(new MetricsConfiguration(metrics.Path, Properties: [new("long", new string('\u0001', 50_000))]));

        Assert.Equal(50_000, ((string)metrics.Flush()["properties"]!["long"]!).Length);
    }

    [Fact]
    public void ASecondTimeIsRefusedAndTheFirstStays()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();

        Assert.Equal(
            $"{Refusal}Reinitialization of metrics not allowed.",
            metrics.System.Initialise(new MetricsConfiguration(metrics.PathOf("other"))));
        metrics.Flush();

        Assert.Single(metrics.Lines);
        Assert.False(File.Exists(metrics.PathOf("other")));
    }

    [Fact]
    public void APathThatCannotBeOpenedCanBeFollowedByOneThatCan()
    {
        using ScratchMetrics metrics = new();

        Assert.Equal(
            $"{Refusal}No such file or directory (os error 2): {metrics.PathOf("missing/metrics")}, in a jail a path of the jail",
            metrics.System.Initialise(new MetricsConfiguration(metrics.PathOf("missing/metrics"))));
        metrics.WithFile();
        metrics.Flush();

        Assert.Single(metrics.Lines);
    }

    [Fact]
    public void WithoutAPathAFlushDoesNothingAndDoesNotFail() => Assert.Null(new ScratchMetrics().System.Flush());

    [Fact]
    public void EachFlushIsALine()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        for (int count = 1; count <= 5; count++)
        {
            metrics.Flush();
            Assert.Equal(count, metrics.Lines.Length);
        }
    }

    [Fact]
    public void WhatCannotBeWrittenIsToldTheNextTime()
    {
        using ScratchMetrics metrics = new();
        Fifo.Make(metrics.Path);
        metrics.WithFile();
        Counter counter = metrics.Values.Uart.Writes;
        int lines = 0;
        string? failure;
        do
        {
            counter.Increment();
            failure = metrics.System.Flush();
            lines += failure is null ? 1 : 0;
        }
        while (failure is null);

        Assert.Equal("Failed to write metrics: Resource temporarily unavailable (os error 11)", failure);
        Assert.Equal(1, metrics.Values.Logger.MissedMetrics.Value);
        counter.Increment();
        Assert.NotNull(metrics.System.Flush());
        Assert.Equal(2, metrics.Values.Logger.MissedMetrics.Value);

        // Half of the pipe is read: the truncated line is completed, and a new one follows it.
        string text = Fifo.Read(metrics.Path, 32 * 1024);
        Assert.Null(metrics.System.Flush());
        text += Fifo.Read(metrics.Path);
        JsonNode[] nodes = [.. text.Split('\n').SkipLast(1).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(lines + 2, nodes.Length);
        Assert.Equal(counter.Value, nodes.Sum(node => (long)node["uart"]!["write_count"]!));
        Assert.Equal(2, nodes.Sum(node => (long)node["logger"]!["missed_metrics_count"]!));
    }

    [Fact]
    public void OnAFullDiskEveryLineIsWholeOnceThereIsRoom()
    {
        Requires.Root();
        using ScratchMetrics metrics = new();
        using SmallDisk disk = new(metrics.PathOf("disk"));
        string path = Path.Combine(disk.Directory, "metrics");
        metrics.System.Initialise(new MetricsConfiguration(path));
        metrics.Values.Uart.Writes.Add(7);

        Assert.Equal("Failed to write metrics: No space left on device (os error 28)", metrics.System.Flush());
        Assert.Equal("Failed to write metrics: No space left on device (os error 28)", metrics.System.Flush());
        disk.Grow();
        metrics.Values.Uart.Writes.Add(5);
        Assert.Null(metrics.System.Flush());

        JsonNode[] lines = [.. File.ReadAllLines(path).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal([7L, 5L], lines.Select(line => (long)line["uart"]!["write_count"]!));
        Assert.Equal([0L, 2L], lines.Select(line => (long)line["logger"]!["missed_metrics_count"]!));
    }

    [Fact]
    public void ADeviceThatTakesNothingLosesNothing()
    {
        using ScratchMetrics metrics = new();
        metrics.System.Initialise(new MetricsConfiguration("/dev/full"));
        metrics.Values.Uart.Writes.Add(7);

        Assert.NotNull(metrics.System.Flush());
        Assert.NotNull(metrics.System.Flush());

        Assert.Equal(2, metrics.Values.Logger.MissedMetrics.Value);
        Assert.Equal(7, metrics.Values.Uart.Writes.Told.Take(metrics.Values.Uart.Writes.Value));
    }

    [Fact]
    public void APlantedLineThatIsNotJsonFails() => Assert.ThrowsAny<JsonException>(() => JsonNode.Parse("""{"utc_timestamp_ms":1,}"""));
}
