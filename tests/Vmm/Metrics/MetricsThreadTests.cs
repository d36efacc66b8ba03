using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Metrics;

/// <summary>Nothing is counted twice or lost between lines, whatever threads do meanwhile.</summary>
public sealed class MetricsThreadTests
{
    private const int Threads = 8;
    private const int Lines = 30;

    [Fact]
    public void TheLinesTogetherTellWhatWasCounted()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        bool over = false;
        long counts = 0;
        long nanoseconds = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number =>
        {
            VcpuExits exits = metrics.Values.Vcpu.ExitsOf(number);
            return new Thread(() =>
            {
                for (ulong count = 1; !Volatile.Read(ref over); count++)
                {
                    metrics.Values.Uart.Writes.Increment();
                    exits.PortWrites.Add(count % 5000);
                    Interlocked.Increment(ref counts);
                    Interlocked.Add(ref nanoseconds, Math.Max(1, (long)count % 5000));
                }
            });
        })];
        Array.ForEach(threads, thread => thread.Start());
        for (int line = 0; line < Lines; line++)
        {
            metrics.Flush();
            Thread.Sleep(1);
        }
        Volatile.Write(ref over, true);
        Array.ForEach(threads, thread => thread.Join());
        metrics.Flush();

        JsonNode[] lines = Array.ConvertAll(metrics.Lines, line => JsonNode.Parse(line)!);
        Assert.True(lines.Count(line => (long)line["uart"]!["write_count"]! > 0) > 2, "nothing was counted between lines");
        Assert.All(lines, line => Assert.True((long)line["uart"]!["write_count"]! >= 0 && (long)line["vcpu"]!["exit_io_out"]! >= 0));
        Assert.Equal(counts, lines.Sum(line => (long)line["uart"]!["write_count"]!));
        Assert.Equal(counts, lines.Sum(line => (long)line["vcpu"]!["exit_io_out"]!));
        Assert.Equal(0, lines.Sum(line => (long)line["vcpu"]!["exit_io_in"]!));
        Assert.Equal(nanoseconds / 1000, lines.Sum(line => (long)line["vcpu"]!["exit_io_out_agg"]!["sum_us"]!));
    }

    [Fact]
    public void ALatencyHasItsShortestItsLongestAndWhatWasAdded()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        metrics.Values.Vcpu.ExitsOf(0).MemoryReads.Add(9_999);
        metrics.Values.Vcpu.ExitsOf(31).MemoryReads.Add(3_000);
        metrics.Values.Vcpu.ExitsOf(31).MemoryReads.Add(0);
        Assert.Equal("""{"min_us":0,"max_us":9,"sum_us":13}""", metrics.Flush()["vcpu"]!["exit_mmio_read_agg"]!.ToJsonString());
        Assert.Equal(3, (long)metrics.Last["vcpu"]!["exit_mmio_read"]!);

        metrics.Values.Vcpu.ExitsOf(0).MemoryReads.Add(500);
        Assert.Equal("""{"min_us":0,"max_us":9,"sum_us":0}""", metrics.Flush()["vcpu"]!["exit_mmio_read_agg"]!.ToJsonString());
        metrics.Values.Vcpu.ExitsOf(0).MemoryReads.Add(501);
        Assert.Equal("""{"min_us":0,"max_us":9,"sum_us":1}""", metrics.Flush()["vcpu"]!["exit_mmio_read_agg"]!.ToJsonString());
    }

    [Fact]
    public void TheShortestIsThatOfAllProcessors()
    {
        using ScratchMetrics metrics = new ScratchMetrics().WithFile();
        metrics.Values.Vcpu.ExitsOf(5).PortReads.Add(9_000);
        metrics.Values.Vcpu.ExitsOf(6).PortReads.Add(4_000);
        metrics.Values.Vcpu.ExitsOf(7).PortReads.Add(6_000);

        Assert.Equal("""{"min_us":4,"max_us":9,"sum_us":19}""", metrics.Flush()["vcpu"]!["exit_io_in_agg"]!.ToJsonString());
    }

    [Fact]
    public void ALineAllocatesNothingAndNeitherDoesCounting()
    {
        using ScratchMetrics metrics = new();
        metrics.System.Initialise(new MetricsConfiguration("/dev/null", EmitId: true, [new("rack", "7")]));
        VcpuExits exits = metrics.Values.Vcpu.ExitsOf(3);

        Assert.Equal(0, Allocation.Of(() =>
        {
            metrics.Values.Uart.Writes.Increment();
            exits.PortReads.Add(17);
            metrics.System.Flush();
        }));
    }

    [Fact]
    public void OpenMetricsTextAllocatesNothing()
    {
        using ScratchMetrics metrics = new();
        byte[] buffer = new byte[256 * 1024];

        Assert.Equal(0, Allocation.Of(() =>
        {
            Utf8Writer writer = new(buffer);
            metrics.System.OpenMetrics.Text(ref writer);
        }));
    }
}
