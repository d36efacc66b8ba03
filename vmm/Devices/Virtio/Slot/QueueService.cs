using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>Takes chains of a queue in turns, and waits for the doorbell when there are none.</summary>
/// <param name="link">The device's link.</param>
/// <param name="number">The queue's number.</param>
/// <param name="memory">The guest's memory.</param>
/// <param name="handler">Serves the chains.</param>
internal sealed class QueueService(DriverLink link, int number, GuestMemory memory, IChainHandler handler)
{
    private readonly DescriptorChain _chain = new(memory);
    private TurnBudget _budget;

    /// <summary>The queue.</summary>
    internal Virtqueue Queue => link.Queues[number];

    /// <summary>When the present chain was taken.</summary>
    internal ulong Now => _budget.Now;

    /// <summary>
    /// Takes chains until there are none, one has to wait, or the turn's budget is spent; then it comes back by its own doorbell. A ring
    /// that makes no sense is the end until the driver resets the device. The driver is not yet interrupted.
    /// </summary>
    /// <param name="taken">How many were served.</param>
    /// <returns>What it ended with: nothing more, a chain that waits, or the broken ring.</returns>
    internal QueuePop TakeTurn(out int taken)
    {
        Queue.DisableNotification();
        _budget = default;
        for (taken = 0; ;)
        {
            switch (Queue.Pop(_chain))
            {
                case QueuePop.Broken:
                    link.RequireReset();
                    return QueuePop.Broken;
                case QueuePop.Empty when Queue.TryEnableNotification():
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
                    // One was offered while the doorbell was asked for.
                    break;
            }
        }
    }

    /// <summary>The present chain moves bytes, or begins to: they count against the turn.</summary>
    /// <param name="bytes">How many.</param>
    internal void Spend(long bytes) => _budget.Spend(bytes);

    /// <summary>The device has another turn when others had theirs; of a machine that is paused, after it is resumed.</summary>
    internal void ComeBack() => link.Doorbells[number].Signal();
}
