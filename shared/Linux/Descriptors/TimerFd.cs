using System.Buffers.Binary;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A monotonic timerfd (timerfd_create(2)), close-on-exec and non-blocking.</summary>
public sealed class TimerFd : OwnedDescriptor
{
    private TimerFd(int number)
        : base(number)
    {
    }

    /// <summary>Creates a disarmed timer.</summary>
    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    public static TimerFd Create() =>
        new(LinuxException.ThrowIfFailed(
            Native.timerfd_create((int)ClockId.CLOCK_MONOTONIC, (int)(TimerFdFlags.TFD_CLOEXEC | TimerFdFlags.TFD_NONBLOCK)),
            "timerfd_create"));

    /// <summary>Arms the timer, replacing any previous setting.</summary>
    /// <param name="first">Time until the first expiry; zero disarms the timer.</param>
    /// <param name="interval">Interval between later expiries; zero for a one-shot timer.</param>
    /// <exception cref="LinuxException">A time span is negative.</exception>
    public unsafe void Start(TimeSpan first, TimeSpan interval)
    {
        itimerspec value = new() { it_interval = ToTimespec(interval), it_value = ToTimespec(first) };
        LinuxException.ThrowIfFailed(Native.timerfd_settime(Descriptor.Number, 0, &value, null), "timerfd_settime");
    }

    /// <summary>Disarms the timer and discards expiries not yet read.</summary>
    /// <returns>The time that was left; zero when the timer was not armed.</returns>
    /// <exception cref="LinuxException">Never for an open timer.</exception>
    public unsafe TimeSpan Stop()
    {
        itimerspec never = default;
        itimerspec old;
        LinuxException.ThrowIfFailed(Native.timerfd_settime(Descriptor.Number, 0, &never, &old), "timerfd_settime");
        return TimeSpan.FromSeconds((long)old.it_value.tv_sec) + TimeSpan.FromTicks((long)old.it_value.tv_nsec / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Reads the number of expiries since the last call.</summary>
    /// <returns>The number of expiries; zero when there were none.</returns>
    public ulong Drain()
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        return Descriptor.Read(value).Count == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;
    }

    private static timespec ToTimespec(TimeSpan span)
    {
        long nanoseconds = span.Ticks * TimeSpan.NanosecondsPerTick;
        return new timespec { tv_sec = nanoseconds / NanosecondsPer.Second, tv_nsec = (long_t)(nanoseconds % NanosecondsPer.Second) };
    }
}
