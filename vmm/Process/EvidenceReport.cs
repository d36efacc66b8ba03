using Kiln.Linux.Processes;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Vmm.Process;

/// <summary>
/// Reports the evidence that another thread's signal handler has left, and ends the process. The log comes first, since it takes no memory. Nothing
/// is waited for or released, since the ended thread may hold any lock.
/// </summary>
internal sealed class EvidenceReport : IDisposable
{
    private readonly EventLoop _loop;
    private readonly MetricsSystem _metrics;
    private readonly LifecycleEvents? _events;

    /// <summary>Makes the calling thread the listener; the loop is its own.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <param name="events">Writes life-cycle events; null if nobody wants them.</param>
    internal EvidenceReport(EventLoop loop, MetricsSystem metrics, LifecycleEvents? events)
    {
        _loop = loop;
        _metrics = metrics;
        _events = events;
        loop.BeforeWait += Tell;
        Evidence.Hear(CurrentThread.Id);
    }

    public void Dispose()
    {
        Evidence.Hear(0);
        _loop.BeforeWait -= Tell;
    }

    private void Tell()
    {
        if (Evidence.TryTake())
        {
            Tell(Evidence.Ending, Evidence.Text);
        }
    }

    private void Tell(Ending ending, ReadOnlySpan<byte> text)
    {
        Span<char> message = stackalloc char[text.Length];
        for (int index = 0; index < text.Length; index++)
        {
            message[index] = (char)text[index];
        }
        Log.Error(Module.Main, $"Shutting down VM after intercepting signal {(int)ending.Signal}, code {ending.Code}.");
        if (ending.Kind == EndingKind.Violation)
        {
            Log.Error(Module.Main, $"Shutting down VM after intercepting a bad syscall ({ending.Syscall}).");
        }
        Log.Error(Module.Main, $"{(ReadOnlySpan<char>)message}");
        Evidence.Advance(EvidenceState.Logged);
        Count(ending);
        if (_metrics.Flush() is { } failure)
        {
            Log.Error(Module.Metrics, $"{failure}");
        }
        if (ending.Kind == EndingKind.Abort)
        {
            _events?.Panicked(message.ToString());
        }
        else
        {
            _events?.Stopped(ending.Status, message.ToString());
        }
        Evidence.Advance(EvidenceState.Told);
        ProcessEnd end = EndOf(ending);
        end.Tell();
        end.Make();
    }

    // A signal that was sent requests the end, whichever thread the kernel delivered it to.
    private static ProcessEnd EndOf(Ending ending) => ending.Kind == EndingKind.Sent ? ProcessEnd.By(ending.Signal) : new ProcessEnd(ending.Status);

    private static void Count(Ending ending)
    {
        VmmMetrics metrics = VmmMetrics.Process;
        metrics.Signals.Of(ending.Signal)?.Value = 1;
        if (ending.Kind == EndingKind.Violation)
        {
            metrics.Seccomp.Faults.Value = 1;
        }
        if (ending.Kind == EndingKind.Abort)
        {
            metrics.Panics.Panics.Value = 1;
        }
    }
}
