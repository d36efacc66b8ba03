using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Events;

/// <summary>
/// Something that a loop does at a moment, however much else it has to do. Between alarms the loop waits without a time-out. Belongs to the
/// loop's thread.
/// </summary>
internal sealed class Alarm
{
    private const ulong NanosecondsPerMillisecond = 1_000_000;

    private Action? _action;
    private ulong _time;

    /// <summary>How long a wait may take, in milliseconds; -1 for ever.</summary>
    internal int Timeout
    {
        get
        {
            if (_action is null)
            {
                return -1;
            }
            ulong now = MonotonicClock.Nanoseconds;
            ulong rest = _time > now ? _time - now : 0;
            return (int)Math.Min((rest + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, int.MaxValue);
        }
    }

    /// <summary>Sets it, in place of what it was set to before.</summary>
    /// <param name="delay">From now on.</param>
    /// <param name="action">What is done then, once.</param>
    internal void Set(TimeSpan delay, Action action)
    {
        _time = MonotonicClock.Nanoseconds + (ulong)(delay.Ticks * TimeSpan.NanosecondsPerTick);
        _action = action;
    }

    /// <summary>Does what it is set to, when it is time.</summary>
    internal void Check()
    {
        if (_action is { } action && MonotonicClock.Nanoseconds >= _time)
        {
            _action = null;
            action();
        }
    }
}
