using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// The budget of one turn of a device, before clients, signals and other devices get the thread: a number of chains, of bytes, and a time, whatever
/// the driver asks for. It is checked between chains, so the device has to bound the cost of a single chain.
/// </summary>
internal struct TurnBudget
{
    /// <summary>
    /// The bytes after which a turn ends, 4 MiB: a fraction of a millisecond from the page cache, and enough for one call to reach full throughput.
    /// </summary>
    internal const int MostBytes = 4 << 20;

    // A driver that adds chains as fast as they are served must not monopolize the thread: at most one full queue of the maximum size.
    private const int MostChains = Virtqueue.MaximumSize;

    /// <summary>The time after which a turn ends, 2 ms: long enough to be cheap, and short compared to the latency of an API request.</summary>
    internal const ulong MostNanoseconds = 2_000_000;

    private ulong _start;
    private long _bytes;
    private int _chains;
    private bool _knowsNow;

    /// <summary>The time of the last <see cref="TryGoOn"/>, by <see cref="MonotonicClock"/>: when serving the current chain began.</summary>
    internal ulong Now { get; private set; }

    /// <summary>Checks whether one more chain may be served, and counts it if so. The first chain always may.</summary>
    internal bool TryGoOn()
    {
        Now = _knowsNow ? Now : MonotonicClock.Nanoseconds;
        _knowsNow = false;
        if (_chains == 0)
        {
            _start = Now;
        }
        else if (_chains == MostChains || _bytes >= MostBytes || Now - _start >= MostNanoseconds)
        {
            return false;
        }
        _chains++;
        return true;
    }

    /// <summary>Charges the bytes that the current chain transfers.</summary>
    /// <param name="bytes">The number of bytes, at most the size of the guest's disk.</param>
    internal void Spend(long bytes) => _bytes += bytes;

    /// <summary>The same, by a device that has looked at the clock afterwards: the next chain begins then.</summary>
    /// <param name="bytes">The number of bytes, at most the size of the guest's disk.</param>
    /// <param name="now">The time, by <see cref="MonotonicClock"/>.</param>
    internal void Spend(long bytes, ulong now)
    {
        Spend(bytes);
        (Now, _knowsNow) = (now, true);
    }
}
