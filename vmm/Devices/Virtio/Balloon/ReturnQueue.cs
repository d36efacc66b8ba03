using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

/// <summary>
/// A queue by which the guest names pages. The driver gets its chains back when the pages of all of them are with the host: from then on it may use a page
/// again, which nothing may take from it afterwards. While pages of a turn are left, no further chain is taken.
/// </summary>
internal abstract class ReturnQueue : IChainHandler, IDisposable
{
    private readonly QueueService _service;
    private readonly ReturnMetrics _metrics;
    private readonly Counter _failures;

    // The chains that are not returned yet: those of one turn, which takes no more than a full queue.
    private readonly ushort[] _heads = new ushort[Virtqueue.MaximumSize];
    private int _taken;

    /// <param name="failures">Counts what is invalid.</param>
    private protected ReturnQueue(DriverLink link, GuestMemory memory, ReturnMetrics metrics, Counter failures)
    {
        (_metrics, _failures) = (metrics, failures);
        _service = new QueueService(link, 0, memory, this);
        Pages = new PageReturn(memory, () => link.Clock(), metrics);
    }

    /// <summary>The pages that go back to the host.</summary>
    private protected PageReturn Pages { get; }

    /// <summary>Sets which queue it is. Called when the device is activated.</summary>
    internal void Begin(int queue) => _service.Number = queue;

    /// <summary>Serves the queue for a turn.</summary>
    internal void Serve()
    {
        if (!TryFinish())
        {
            return;
        }
        QueuePop end = _service.TakeTurn(out int taken);
        if (end == QueuePop.Broken)
        {
            _failures.Increment();
            Forget();
            return;
        }
        if (taken > 0)
        {
            _metrics.Turns.Increment();
        }
        _ = TryFinish();
    }

    /// <inheritdoc/>
    public bool TryServe(DescriptorChain chain)
    {
        _heads[_taken++] = chain.Head;
        if (chain.IsSound)
        {
            Collect(chain.Buffers);
        }
        else
        {
            _failures.Increment();
        }
        return true;
    }

    /// <summary>Puts chains back whose pages are not all returned. After a pause they are done again, which changes nothing.</summary>
    internal void PutBack()
    {
        for (; _taken > 0; _taken--)
        {
            _service.Queue.UndoPop();
        }
        Forget();
    }

    /// <summary>Forgets what was taken, and never returns it.</summary>
    internal virtual void Forget()
    {
        _taken = 0;
        Pages.Forget();
    }

    public void Dispose() => Pages.Dispose();

    /// <summary>Reads what a chain names.</summary>
    private protected abstract void Collect(ReadOnlySpan<GuestBuffer> buffers);

    /// <summary>Called when all pages that were named are with the host.</summary>
    private protected virtual void OnFinished()
    {
    }

    /// <summary>Counts something invalid.</summary>
    private protected void Refuse() => _failures.Increment();

    /// <summary>Returns pages, then chains; asks for another turn where its time is over before.</summary>
    /// <returns>Whether all are returned.</returns>
    private protected bool TryFinish()
    {
        if (!Pages.TryFinish())
        {
            _service.ComeBack();
            return false;
        }
        foreach (ushort head in _heads.AsSpan(0, _taken))
        {
            _service.Queue.AddUsed(head, 0);
        }
        _taken = 0;
        OnFinished();
        _service.SignalUsed();
        return true;
    }
}
