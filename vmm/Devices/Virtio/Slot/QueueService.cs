using System.Runtime.Intrinsics.X86;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Serves the chains of a queue in turns of bounded length, and enables the doorbell when the queue is empty.</summary>
/// <param name="number">The queue; see <see cref="Number"/>.</param>
internal sealed class QueueService(DriverLink link, int number, GuestMemory memory, IChainHandler handler)
{
    private readonly DescriptorChain _chain = new(memory);
    private TurnBudget _budget;

    /// <summary>How an empty queue is watched before the doorbell is enabled; null if not at all.</summary>
    internal Patience? Patience { get; init; }

    /// <summary>The number of the queue. Where the features that the driver accepts number the queues, set while none is served.</summary>
    internal int Number { get; set; } = number;

    /// <summary>Called before an empty queue is watched: the driver may make its next chain available only when it has got something by another queue.</summary>
    internal Action? BeforeWatching { get; init; }

    internal Virtqueue Queue => link.Queues[Number];

    /// <summary>The time when the current chain was popped, in nanoseconds of the monotonic clock.</summary>
    internal ulong Now => _budget.Now;

    /// <summary>
    /// Serves chains until the queue is empty, a chain has to wait, or the turn's budget is spent; in the last case it rings its own doorbell for
    /// another turn. An invalid ring stops the device until the driver resets it. Does not interrupt the driver: see <see cref="SignalUsed"/>.
    /// </summary>
    /// <param name="taken">The number of chains served.</param>
    /// <returns>Why it ended: the queue is empty, a chain waits, or the ring is invalid.</returns>
    internal QueuePop TakeTurn(out int taken)
    {
        Queue.DisableNotification();
        Patience?.Wake(MonotonicClock.Nanoseconds);
        _budget = default;
        for (taken = 0; ;)
        {
            switch (Queue.Pop(_chain))
            {
                case QueuePop.Broken:
                    link.RequireReset();
                    return QueuePop.Broken;
                case QueuePop.Empty when taken > 0 && TryAwaitAnother():
                    break;
                case QueuePop.Empty when Queue.TryEnableNotification():
                    Patience?.Sleep(MonotonicClock.Nanoseconds);
                    return QueuePop.Empty;
                case QueuePop.Chain when !_budget.TryGoOn():
                    Queue.UndoPop();
                    ComeBack();
                    return QueuePop.Chain;
                case QueuePop.Chain when !handler.TryServe(_chain):
                    Queue.UndoPop();
                    return QueuePop.Chain;
                case QueuePop.Chain:
                    taken++;
                    break;
                default:
                    // A chain became available while the doorbell was being enabled.
                    break;
            }
        }
    }

    /// <summary>Charges the bytes that the current chain transfers to the turn's budget.</summary>
    internal void Spend(long bytes) => _budget.Spend(bytes);

    /// <summary>The same, by a device that has looked at the clock afterwards.</summary>
    internal void Spend(long bytes, ulong now) => _budget.Spend(bytes, now);

    /// <summary>Interrupts the driver for used elements, if it wants that.</summary>
    internal void SignalUsed() => link.SignalUsed(Number);

    /// <summary>Requests another turn, after other devices had theirs; in a paused machine, after it is resumed.</summary>
    internal void ComeBack() => link.Doorbells[Number].Signal();

    // The doorbell is still disabled: neither side pays for it when a chain comes.
    private bool TryAwaitAnother()
    {
        if (Patience is not { IsWorthIt: true } patience)
        {
            return false;
        }
        SignalUsed();
        BeforeWatching?.Invoke();
        if (!link.IsActive)
        {
            // The other queue's ring is invalid.
            return false;
        }
        ulong end = MonotonicClock.Nanoseconds + Patience.Longest;
        do
        {
            if (Queue.Waiting > 0)
            {
                patience.Succeed();
                return true;
            }
            if (X86Base.IsSupported)
            {
                // For the other thread of the core.
                X86Base.Pause();
            }
        }
        while (MonotonicClock.Nanoseconds < end);
        patience.Fail();
        return false;
    }
}
