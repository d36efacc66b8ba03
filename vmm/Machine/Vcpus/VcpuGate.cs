using System.Threading;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// The gate that every processor passes before entering the guest, by which the vmm thread holds, resumes or ends all of them. Initially shut. A
/// processor in the guest notices a change only when it is kicked. A processor that deferred a write to the vmm thread waits here too, but does not
/// count as held yet: one more KVM_RUN has to complete its exit before its state is consistent.
/// </summary>
internal sealed class VcpuGate
{
    private readonly object _lock = new();
    private bool _isShut = true;
    private bool _isClosed;
    private int _inside;
    private int _waiting;

    /// <summary>Waits for the gate to open, before a processor's first entry.</summary>
    /// <returns>False when the gate is closed for good.</returns>
    internal bool Enter()
    {
        lock (_lock)
        {
            return WaitAndEnter(out _);
        }
    }

    /// <summary>Waits for the gate to be open, before a kicked processor enters again.</summary>
    /// <param name="wasHeld">Whether the gate was shut when the processor arrived, so that its guest missed time.</param>
    /// <returns>False when the gate is closed for good; the processor is then outside.</returns>
    internal bool Pass(out bool wasHeld)
    {
        lock (_lock)
        {
            DecreaseInside();
            return WaitAndEnter(out wasHeld);
        }
    }

    /// <summary>Records that a processor has left for good.</summary>
    internal void Leave()
    {
        lock (_lock)
        {
            DecreaseInside();
        }
    }

    /// <summary>
    /// Waits outside the guest until the vmm thread has performed this processor's deferred write; the processor then continues as if it had not
    /// left.
    /// </summary>
    /// <param name="write">The processor's pending write.</param>
    /// <returns>False when the gate was closed first: the write may never be performed, and the processor is outside.</returns>
    internal bool Await(DeferredWrite write)
    {
        lock (_lock)
        {
            _waiting++;
            Monitor.PulseAll(_lock);
            while (write.IsAsked && !_isClosed)
            {
                Monitor.Wait(_lock);
            }
            if (!write.IsAsked)
            {
                return true;
            }
            _waiting--;
            DecreaseInside();
            return false;
        }
    }

    /// <summary>Resumes the processor whose write the vmm thread has performed.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            // Negative until a processor with a pending write arrives here to wait.
            _waiting--;
            Monitor.PulseAll(_lock);
        }
    }

    internal void Open() => Change(isShut: false, _isClosed);

    /// <summary>Holds processors that arrive; those in the guest have to be kicked.</summary>
    internal void Shut() => Change(isShut: true, _isClosed);

    /// <summary>Closes the gate for good: no processor enters again.</summary>
    internal void Close() => Change(_isShut, isClosed: true);

    /// <summary>
    /// Waits until no processor can make progress without the vmm thread: each is held, has ended, or waits for its deferred write.
    /// </summary>
    /// <param name="patience">The longest wait.</param>
    /// <param name="waiting">How many wait for their writes; at 0, every processor's state is consistent.</param>
    /// <returns>False when the wait timed out.</returns>
    internal bool AwaitStill(TimeSpan patience, out int waiting)
    {
        lock (_lock)
        {
            while (_inside > _waiting && Monitor.Wait(_lock, patience))
            {
            }
            waiting = _waiting;
            return _inside == _waiting;
        }
    }

    private bool WaitAndEnter(out bool wasHeld)
    {
        wasHeld = _isShut;
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
            _isShut = isShut;
            _isClosed = isClosed;
            Monitor.PulseAll(_lock);
        }
    }
}
