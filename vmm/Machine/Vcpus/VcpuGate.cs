using System.Threading;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// What every processor passes on its way into the guest, so that the vmm thread can hold all of them, let them go on, or end them. It is
/// shut at first. A processor that is in the guest sees a change only when it is kicked out.
/// </summary>
internal sealed class VcpuGate
{
    private readonly object _lock = new();
    private bool _isShut = true;
    private bool _isClosed;
    private int _inside;

    /// <summary>Whether a processor that came to the gate now would wait.</summary>
    internal bool IsShut => Volatile.Read(ref _isShut);

    /// <summary>A processor goes in for the first time, when the gate opens.</summary>
    /// <returns>False when it is closed for good.</returns>
    internal bool Enter()
    {
        lock (_lock)
        {
            return WaitAndEnter();
        }
    }

    /// <summary>A processor that was kicked out goes in again, when the gate is open.</summary>
    /// <returns>False when it is closed for good; then the processor is out.</returns>
    internal bool Pass()
    {
        lock (_lock)
        {
            DecreaseInside();
            return WaitAndEnter();
        }
    }

    /// <summary>A processor comes out for good.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            DecreaseInside();
        }
    }

    /// <summary>A processor that has left waits until the vmm thread has made its write.</summary>
    /// <param name="write">The processor's own, which it has asked for.</param>
    /// <returns>False when the gate was closed first: the write may never be made.</returns>
    internal bool Await(DeferredWrite write)
    {
        lock (_lock)
        {
            while (write.IsAsked && !_isClosed)
            {
                Monitor.Wait(_lock);
            }
            return !write.IsAsked;
        }
    }

    /// <summary>The vmm thread has made a write: who waits for one looks again.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Lets the processors in.</summary>
    internal void Open() => Change(isShut: false, _isClosed);

    /// <summary>Holds those that come; those that are in the guest have to be kicked.</summary>
    internal void Shut() => Change(isShut: true, _isClosed);

    /// <summary>Lets nobody in again.</summary>
    internal void Close() => Change(_isShut, isClosed: true);

    /// <summary>Waits until no processor is inside.</summary>
    /// <param name="patience">How long at most.</param>
    /// <returns>Whether none is.</returns>
    internal bool AwaitEmpty(TimeSpan patience)
    {
        lock (_lock)
        {
            while (_inside > 0)
            {
                if (!Monitor.Wait(_lock, patience))
                {
                    return _inside == 0;
                }
            }
            return true;
        }
    }

    private bool WaitAndEnter()
    {
        while (_isShut && !_isClosed)
        {
            Monitor.Wait(_lock);
        }
        _inside += _isClosed ? 0 : 1;
        return !_isClosed;
    }

    private void DecreaseInside()
    {
        _inside--;
        Monitor.PulseAll(_lock);
    }

    private void Change(bool isShut, bool isClosed)
    {
        lock (_lock)
        {
            Volatile.Write(ref _isShut, isShut);
            _isClosed = isClosed;
            Monitor.PulseAll(_lock);
        }
    }
}
