using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process;

/// <summary>
/// Hears the signals of the process on the api thread and passes them on to the vmm thread. When that one does not come to end the loop of this
/// thread, because a disk or a fault holds it, the process is ended without it.
/// </summary>
internal sealed class SignalCourier : IEventHandler, IDisposable
{
    /// <summary>How long the vmm thread has, in seconds: long beside its turns, short beside what supervisors wait before they kill.</summary>
    internal const int PatienceSeconds = 2;

    // Nanoseconds. Later than so this thread did not run either: the process was stopped or frozen as a whole, and nobody is held.
    private const ulong Latest = (PatienceSeconds + 1) * 1_000_000_000UL;

    private readonly SignalFd _signals = SignalFd.Create(VmmSignals.OfProcess);
    private readonly PassedSignal _passed;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly DeadlySignal[] _deadly;
    private readonly Action<Signal> _giveUp;
    private Signal _pending;
    private ulong _since;

    /// <summary>Listens on a loop.</summary>
    /// <param name="passed">Takes signals to the vmm thread.</param>
    /// <param name="loop">The api thread's loop.</param>
    /// <param name="giveUp">Ends the process; outside tests it does not return.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal SignalCourier(PassedSignal passed, EventLoop loop, Action<Signal> giveUp)
    {
        _passed = passed;
        _loop = loop;
        _giveUp = giveUp;
        _watch = loop.Watch(_signals.Descriptor, this);
        _deadly = DeadlySignal.WatchAll(loop, signal => Pass(signal, code: 0));
    }

    /// <summary>A signal is there.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Pass((Signal)signal.ssi_signo, signal.ssi_code);
        }
    }

    /// <summary>Passes a signal on, and waits for the end.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="code">How it was sent, as the kernel says it.</param>
    internal void Pass(Signal signal, int code)
    {
        if (_passed.TryPass(signal, code))
        {
            _pending = signal;
            Wait();
        }
    }

    /// <summary>Closes the descriptor; when the loop turns no more.</summary>
    public void Dispose()
    {
        Array.ForEach(_deadly, watch => watch.Dispose());
        _watch.Dispose();
        _signals.Dispose();
    }

    private void Wait()
    {
        _since = MonotonicClock.Nanoseconds;
        _loop.Alarm.Set(TimeSpan.FromSeconds(PatienceSeconds), GiveUp);
    }

    private void GiveUp()
    {
        if (MonotonicClock.Nanoseconds - _since > Latest)
        {
            Wait();
            return;
        }
        _giveUp(_pending);
    }
}
