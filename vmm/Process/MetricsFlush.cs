using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Process;

/// <summary>Writes a line of metrics when the machine runs, and one each minute that it runs. Belongs to the vmm thread.</summary>
internal sealed class MetricsFlush : IEventHandler, IDisposable
{
    private readonly MetricsSystem _metrics;
    private readonly Watch _watch;
    private readonly Action<string> _report;
    private readonly TimerFd _timer = TimerFd.Create();
    private TimeSpan _rest;

    /// <summary>Listens on a loop; nothing is written yet.</summary>
    /// <param name="metrics">What writes.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="report">Told why a line could not be written.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal MetricsFlush(MetricsSystem metrics, EventLoop loop, Action<string> report)
    {
        _metrics = metrics;
        _report = report;
        _watch = loop.Watch(_timer.Descriptor, this);
    }

    /// <summary>Between two lines.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The machine runs from now on: writes a line and starts the minute.</summary>
    internal void Start()
    {
        Flush();
        _timer.Start(Interval, Interval);
    }

    /// <summary>The machine is paused: what is left of the minute stays, however often this is said.</summary>
    internal void Freeze()
    {
        TimeSpan rest = _timer.Stop();
        if (rest > TimeSpan.Zero)
        {
            _rest = rest;
        }
    }

    /// <summary>The machine runs again: the minute goes on.</summary>
    internal void Thaw() => _timer.Start(_rest, Interval);

    /// <summary>A minute is over.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _ = _timer.Drain();
        Flush();
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _timer.Dispose();
    }

    private void Flush()
    {
        if (_metrics.Flush() is { } failure)
        {
            _report(failure);
        }
    }
}
