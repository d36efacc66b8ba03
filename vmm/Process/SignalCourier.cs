using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process;

/// <summary>
/// Receives the process's signals on the api thread and passes them to the vmm thread. If the vmm thread does not stop this thread's loop in time,
/// because a disk or a fault blocks it, ends the process without it.
/// </summary>
internal sealed class SignalCourier : IEventHandler, IDisposable
{
    /// <summary>Seconds that the vmm thread has: long compared to its turns, short compared to the grace period of supervisors.</summary>
    internal const int PatienceSeconds = 2;

    // Nanoseconds. An alarm later than this means that this thread did not run either: the whole process was stopped or frozen.
    private const ulong Latest = (PatienceSeconds + 1) * (ulong)NanosecondsPer.Second;

    private readonly SignalFd _signals = SignalFd.Create(VmmSignals.OfProcess);
    private readonly PassedSignal _passed;
    private readonly EventLoop _loop;
    private readonly Watch _watch;
    private readonly DeadlySignal[] _deadly;
    private readonly Action<Signal> _giveUp;
    private Signal _pending;
    private ulong _since;

    /// <summary>Watches for signals on a loop.</summary>
    /// <param name="passed">Passes signals to the vmm thread.</param>
    /// <param name="loop">The api thread's event loop.</param>
    /// <param name="giveUp">Ends the process; does not return outside tests.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal SignalCourier(PassedSignal passed, EventLoop loop, Action<Signal> giveUp)
    {
        _passed = passed;
        _loop = loop;
        _giveUp = giveUp;
        _watch = loop.Watch(_signals.Descriptor, this);
        _deadly = DeadlySignal.WatchAll(loop, signal => Pass(signal, code: 0));
    }

    public void OnReady(EpollEvents events)
    {
        if (_signals.TryRead(out signalfd_siginfo signal))
        {
            Pass((Signal)signal.ssi_signo, signal.ssi_code);
        }
    }

    /// <summary>Passes a signal and starts waiting for the end.</summary>
    /// <param name="code">How the signal was sent: the kernel's si_code.</param>
    internal void Pass(Signal signal, int code)
    {
        if (_passed.TryPass(signal, code))
        {
            _pending = signal;
            Wait();
        }
    }

    /// <summary>Closes the descriptors; the loop must have stopped.</summary>
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
