using Kiln.Linux.Abi;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Events;

/// <summary>
/// A one-shot action that a loop performs at a given time, however busy it is. While no alarm is set, the loop waits without a timeout. Belongs to
/// the loop's thread.
/// </summary>
internal sealed class Alarm
{
    private Action? _action;
    private ulong _time;

    /// <summary>The longest that the loop may wait, in milliseconds; -1 without limit.</summary>
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
            return (int)Math.Min((rest + NanosecondsPer.Millisecond - 1) / NanosecondsPer.Millisecond, int.MaxValue);
        }
    }

    /// <summary>Sets the alarm, replacing an earlier setting.</summary>
    /// <param name="action">Performed once, when the delay has passed.</param>
    internal void Set(TimeSpan delay, Action action)
    {
        _time = MonotonicClock.Nanoseconds + (ulong)(delay.Ticks * TimeSpan.NanosecondsPerTick);
        _action = action;
    }

    /// <summary>Performs the action if its time has come.</summary>
    internal void Check()
    {
        if (_action is { } action && MonotonicClock.Nanoseconds >= _time)
        {
            _action = null;
            action();
        }
    }
}
