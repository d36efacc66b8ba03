using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// What a device may do before clients, signals and other devices have the thread: so many chains, so many bytes and so much time, whatever
/// its driver asks for. It is looked at between two chains, so what one chain takes is its device's to bound.
/// </summary>
internal struct TurnBudget
{
    /// <summary>
    /// Bytes after which a turn ends, 4 MiB: a fraction of a millisecond from the page cache, and as much as the kernel moves at its full
    /// speed with one call.
    /// </summary>
    internal const int MostBytes = 4 << 20;

    // A driver that offers chains as fast as they are served must not keep the thread: the largest queue, once.
    private const int MostChains = Virtqueue.MaximumSize;

    // 2 ms: long enough to cost nothing, and short beside what a client of the API waits anyway.
    private const ulong MostNanoseconds = 2_000_000;

    private ulong _start;
    private long _bytes;
    private int _chains;

    /// <summary>The time of the last look, by <see cref="MonotonicClock"/>; since then the present chain is served.</summary>
    internal ulong Now { get; private set; }

    /// <summary>Looks whether one more chain may be served, and counts it if so. The first one always may.</summary>
    internal bool TryGoOn()
    {
        Now = MonotonicClock.Nanoseconds;
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

    /// <summary>Bytes are moved for the present chain.</summary>
    /// <param name="bytes">How many; at most a guest's disk.</param>
    internal void Spend(long bytes) => _bytes += bytes;
}
