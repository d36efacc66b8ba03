using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Slot;

/// <summary>
/// Decides whether a queue that has become empty is watched for a moment before the thread goes to sleep. A driver that makes one chain at a time
/// available, as soon as the last one is done, would pay a doorbell, and the monitor a wake-up, for each. Watching is worth it only while doorbells come
/// soon. Each time that it was in vain, four times as many of those must come before the next time, and success makes up for that only slowly: so a
/// quiet driver costs nothing, and one that shares its processor with the monitor next to nothing.
/// </summary>
internal sealed class Patience
{
    /// <summary>How long a queue is watched, in nanoseconds: about what a wake-up costs where it costs most, on a virtual host.</summary>
    internal const ulong Longest = 20 * NanosecondsPer.Microsecond;

    // A doorbell that comes in this time might have been watched for: the wake-up, 40 us on a virtual host, is part of it.
    private const ulong Soon = 5 * Longest;

    // Doorbells in succession that came soon, before the first watch and before one after many in vain.
    private const int Fewest = 4;
    private const int Most = 1024;

    private ulong _asleepSince;
    private int _soon;
    private int _needed;

    /// <summary>Whether to watch.</summary>
    internal bool IsWorthIt => _soon >= Math.Max(_needed, Fewest);

    /// <summary>The thread is about to sleep until the doorbell is rung.</summary>
    /// <param name="now">Nanoseconds of a monotonic clock.</param>
    internal void Sleep(ulong now) => _asleepSince = now;

    /// <summary>The thread is awake; of no account unless it was asleep.</summary>
    /// <param name="now">Nanoseconds of a monotonic clock.</param>
    internal void Wake(ulong now)
    {
        if (_asleepSince != 0)
        {
            _soon = now - _asleepSince < Soon ? Math.Min(_soon + 1, Most) : 0;
            _asleepSince = 0;
        }
    }

    /// <summary>A chain came while the queue was watched.</summary>
    internal void Succeed() => _needed = Math.Max(_needed - (_needed / 4), Fewest);

    /// <summary>None came.</summary>
    internal void Fail() => (_soon, _needed) = (0, Math.Clamp(_needed * 4, Fewest, Most));
}
