using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Events;

namespace Kiln.Vmm.Process;

/// <summary>Passes a signal that the api thread read to the vmm thread: a word in memory, and an eventfd that announces it.</summary>
internal sealed class PassedSignal : IEventHandler, IDisposable
{
    private const int CodeShift = 32;

    private readonly EventFd _passed = EventFd.Create();
    private readonly StopSignals _signals;
    private readonly Watch _watch;

    // The signal's number in the lower half, its code in the upper; 0 for none.
    private long _word;

    /// <summary>Watches for a signal on a loop, even while the loop is held.</summary>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal PassedSignal(StopSignals signals, EventLoop loop)
    {
        _signals = signals;
        _watch = loop.WatchAttentively(_passed.Descriptor, this);
    }

    /// <summary>Passes a signal. For the api thread.</summary>
    /// <param name="code">How the signal was sent: the kernel's si_code.</param>
    /// <returns>False when another signal, which requests the same, is still pending.</returns>
    internal bool TryPass(Signal signal, int code)
    {
        bool passed = Interlocked.CompareExchange(ref _word, ((long)code << CodeShift) | (uint)signal, 0) == 0;
        if (passed)
        {
            _passed.Signal();
        }
        return passed;
    }

    /// <summary>Receives the signal on the vmm thread.</summary>
    public void OnReady(EpollEvents events)
    {
        _passed.Drain();
        if (Interlocked.Exchange(ref _word, 0) is var word and not 0)
        {
            _signals.Receive((Signal)unchecked((int)word), (int)(word >> CodeShift));
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        _passed.Dispose();
    }
}
