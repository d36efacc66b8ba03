using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Events;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Process;

/// <summary>Writes a line of metrics when the machine starts and after each minute that it runs. The vmm thread owns it.</summary>
internal sealed class MetricsFlush : IEventHandler, IDisposable
{
    private readonly MetricsSystem _metrics;
    private readonly Watch _watch;
    private readonly Action<string> _report;
    private readonly TimerFd _timer = TimerFd.Create();
    private TimeSpan _rest;

    /// <summary>Prepares the timer on a loop; writes nothing yet.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <param name="report">Called with the reason when a line could not be written.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal MetricsFlush(MetricsSystem metrics, EventLoop loop, Action<string> report)
    {
        _metrics = metrics;
        _report = report;
        _watch = loop.Watch(_timer.Descriptor, this);
    }

    /// <summary>Time between two lines.</summary>
    internal TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Writes a line and starts the timer: the machine runs.</summary>
    internal void Start()
    {
        Flush();
        _timer.Start(Interval, Interval);
    }

    /// <summary>Stops the timer and keeps the rest of its interval: the machine is paused. Repeated calls have no effect.</summary>
    internal void Freeze()
    {
        TimeSpan rest = _timer.Stop();
        if (rest > TimeSpan.Zero)
        {
            _rest = rest;
        }
    }

    /// <summary>Continues the interval: the machine runs again.</summary>
    internal void Thaw() => _timer.Start(_rest, Interval);

    /// <summary>Handles the end of an interval.</summary>
    public void OnReady(EpollEvents events)
    {
        _ = _timer.Drain();
        Flush();
    }

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
