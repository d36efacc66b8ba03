using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Process;

/// <summary>A signal that the api thread has read, on its way to the vmm thread: a word in memory, and an eventfd that says it is there.</summary>
internal sealed class PassedSignal : IEventHandler, IDisposable
{
    private const int CodeShift = 32;

    private readonly EventFd _passed = EventFd.Create();
    private readonly StopSignals _signals;
    private readonly Watch _watch;

    // The signal's number in the lower half, its code in the upper; zero when there is none.
    private long _word;

    /// <summary>Listens on a loop, also while it is held.</summary>
    /// <param name="signals">Takes the signal.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal PassedSignal(StopSignals signals, EventLoop loop)
    {
        _signals = signals;
        _watch = loop.WatchAttentively(_passed.Descriptor, this);
    }

    /// <summary>Passes a signal on. For the api thread.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="code">How it was sent, as the kernel says it.</param>
    /// <returns>False when another is still on its way, which asks for the same.</returns>
    internal bool TryPass(Signal signal, int code)
    {
        bool passed = Interlocked.CompareExchange(ref _word, ((long)code << CodeShift) | (uint)signal, 0) == 0;
        if (passed)
        {
            _passed.Signal();
        }
        return passed;
    }

    /// <summary>A signal is there. For the vmm thread.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _passed.Drain();
        if (Interlocked.Exchange(ref _word, 0) is var word and not 0)
        {
            _signals.Receive((Signal)unchecked((int)word), (int)(word >> CodeShift));
        }
    }

    /// <summary>Closes the descriptor.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _passed.Dispose();
    }
}
