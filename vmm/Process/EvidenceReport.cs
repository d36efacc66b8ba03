using Kiln.Linux.Processes;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Vmm.Process;

/// <summary>
/// Tells what another thread's signal handler has left as evidence, and ends the process: the log first, which takes no memory. Nothing is waited
/// for and nothing is given back, since the thread that is ended holds whatever it held.
/// </summary>
internal sealed class EvidenceReport : IDisposable
{
    private readonly EventLoop _loop;
    private readonly MetricsSystem _metrics;
    private readonly LifecycleEvents? _events;

    /// <summary>Listens on the calling thread, whose loop it is.</summary>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <param name="metrics">Writes metrics.</param>
    /// <param name="events">Tells what becomes of the machine, if anybody wants to know.</param>
    internal EvidenceReport(EventLoop loop, MetricsSystem metrics, LifecycleEvents? events)
    {
        _loop = loop;
        _metrics = metrics;
        _events = events;
        loop.BeforeWait += Tell;
        Evidence.Hear(CurrentThread.Id);
    }

    /// <summary>Listens no longer.</summary>
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

    // One that was sent asks for the end, whichever thread the kernel gave it to.
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
