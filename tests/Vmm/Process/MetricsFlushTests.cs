using System.Threading;
using Kiln.Vmm.Events;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Process;
using Kiln.Vmm.Tests.Metrics;
using Xunit;

namespace Kiln.Vmm.Tests.Process;

/// <summary>A line when the machine starts and one each interval, which stands still while the machine is paused.</summary>
public sealed class MetricsFlushTests : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(400);

    private readonly ScratchMetrics _metrics = new();
    private readonly EventLoop _loop = new();
    private readonly List<string> _reports = [];

    public void Dispose()
    {
        _metrics.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void TheIntervalIsAMinute()
    {
        using MetricsFlush flush = new(_metrics.System, _loop, _reports.Add);

        Assert.Equal(TimeSpan.FromSeconds(60), flush.Interval);
    }

    [Fact]
    public void ALineIsWrittenAtTheStartAndThenEachInterval()
    {
        _metrics.WithFile();
        using MetricsFlush flush = new(_metrics.System, _loop, _reports.Add) { Interval = _interval };
        Assert.False(_loop.Turn(0));

        flush.Start();
        Assert.Single(_metrics.Lines);
        Assert.True(_loop.Turn(10_000));
        Assert.Equal(2, _metrics.Lines.Length);
        Assert.True(_loop.Turn(10_000));
        Assert.Equal(3, _metrics.Lines.Length);
    }

    [Fact]
    public void APauseStopsTheIntervalAndResumingGoesOnWithTheRest()
    {
        _metrics.WithFile();
        using MetricsFlush flush = new(_metrics.System, _loop, _reports.Add) { Interval = TimeSpan.FromSeconds(3) };
        flush.Start();
        Thread.Sleep(2000);
        flush.Freeze();
        flush.Freeze();

        // A second is left.
        Assert.False(_loop.Turn(1500));
        Assert.Single(_metrics.Lines);
        flush.Thaw();
        Assert.True(_loop.Turn(2500));
        Assert.Equal(2, _metrics.Lines.Length);
    }

    [Fact]
    public void AFailureIsReportedAndTheNextIntervalComes()
    {
        _metrics.System.Initialise(new MetricsConfiguration("/dev/full"));
        using MetricsFlush flush = new(_metrics.System, _loop, _reports.Add) { Interval = _interval };

        flush.Start();
        Assert.True(_loop.Turn(10_000));

        string failure = "Failed to write metrics: No space left on device (os error 28)";
        Assert.Equal([failure, failure], _reports);
        Assert.Equal(2, _metrics.Values.Logger.MissedMetrics.Value);
    }
}
