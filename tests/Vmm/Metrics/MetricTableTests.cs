using System.Linq;
using System.Text.Json.Nodes;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Metrics;

/// <summary>A line has every field that clients know, and none that they do not: their schema forbids others.</summary>
public sealed class MetricTableTests
{
    [Fact]
    public void ALineHasExactlyTheContractsFields()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();

        string[] paths = [.. Numbers(metrics.Flush()).Select(number => number.Path)];

        Assert.Equal(239, ContractFields.Paths.Length);
        Assert.Equal(["utc_timestamp_ms", .. ContractFields.Paths.Order(StringComparer.Ordinal)], [paths[0], .. paths[1..].Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void GroupsStandInTheContractsOrderAndDrivesBehindThem()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        metrics.Drives.Of("b");
        metrics.Drives.Of("a");
        metrics.Drives.Of("b");

        Assert.Equal(
            [.. ContractFields.Paths.Select(path => path.Split('.')[0]).Distinct(), "block_b", "block_a"],
            metrics.Flush().AsObject().Select(member => member.Key).Skip(1));
    }

    // The registry of devices may name them in any order.
    [Fact]
    public void AGroupHasItsPlaceWheneverItIsAdded()
    {
        VmmMetrics metrics = new();
        MetricGroup last = metrics.Add(new GroupDefinition("last", GroupDefinition.Last));
        MetricGroup second = metrics.Add(new GroupDefinition("second", 1));
        MetricGroup first = metrics.Add(new GroupDefinition("first", -1));

        Assert.Same(second, metrics.Add(new GroupDefinition("second", 1)));
        Assert.Equal((first, second, last), (metrics.Groups[0], metrics.Groups[2], metrics.Groups[^1]));
    }

    [Fact]
    public void EveryFieldIsZeroWhereNothingHappened()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();

        Assert.All(Numbers(metrics.Flush()).Skip(1), number => Assert.Equal(0, number.Value));
    }

    // Every counter goes up by its own number and every value is set to one; then a second line is written without a change.
    [Fact]
    public void WhatIsCountedIsToldOnceAndWhatIsSetStays()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        int next = 1;
        foreach (Counter counter in metrics.All<Counter>())
        {
            counter.Add(next++);
        }
        foreach (Gauge store in metrics.All<Gauge>())
        {
            store.Value = next++;
        }
        Dictionary<string, long> first = Numbers(metrics.Flush()).ToDictionary(number => number.Path, number => number.Value);
        Dictionary<string, long> second = Numbers(metrics.Flush()).ToDictionary(number => number.Path, number => number.Value);

        string[] plain = [.. ContractFields.Paths.Where(path => !path.Contains("_agg.", StringComparison.Ordinal))];
        Assert.Equal(next - 1, plain.Length);
        Assert.Distinct(plain.Select(path => first[path]));
        Assert.All(plain, path => Assert.NotEqual(0, first[path]));
        Assert.All(plain, path => Assert.Equal(ContractFields.IsStored(path) ? first[path] : 0, second[path]));
    }

    [Fact]
    public void AFieldThatTheTableDoesNotHaveIsAnError()
    {
        MetricGroup group = new VmmMetrics().Group("vcpu");

        Assert.Throws<ArgumentException>(() => group.Find<Counter>("exit_io_inn"u8));
        Assert.Throws<ArgumentException>(() => group.Find<Gauge>("exit_io_in"u8));
        Assert.Throws<ArgumentException>(() => new VmmMetrics().Group("vcpus"));
    }

    private static IEnumerable<(string Path, long Value)> Numbers(JsonNode node) => node is JsonObject group
        ? group.SelectMany(member => Numbers(member.Value!))
        : [(node.GetPath()["$.".Length..], node.GetValue<long>())];
}
