using System.Buffers.Binary;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Descriptors;

/// <summary>A monotonic timer that is read like a file (timerfd_create(2)); close-on-exec and non-blocking.</summary>
public sealed class TimerFd : OwnedDescriptor
{
    [NotInHeader("arithmetic")]
    private const long NanosecondsPerSecond = 1_000_000_000;

    private TimerFd(int number)
        : base(number)
    {
    }

    /// <summary>Makes a timer that is not running.</summary>
    /// <exception cref="LinuxException">No descriptor or no memory is left.</exception>
    public static TimerFd Create() =>
        new(LinuxException.ThrowIfFailed(
            Native.timerfd_create((int)ClockId.CLOCK_MONOTONIC, (int)(TimerFdFlags.TFD_CLOEXEC | TimerFdFlags.TFD_NONBLOCK)),
            "timerfd_create"));

    /// <summary>Starts the timer, replacing what it was set to.</summary>
    /// <param name="first">Until the first expiry; zero stops the timer.</param>
    /// <param name="interval">Between later expiries; zero for none.</param>
    /// <exception cref="LinuxException">A span is negative.</exception>
    public unsafe void Start(TimeSpan first, TimeSpan interval)
    {
        itimerspec value = new() { it_interval = ToTimespec(interval), it_value = ToTimespec(first) };
        LinuxException.ThrowIfFailed(Native.timerfd_settime(Descriptor.Number, 0, &value, null), "timerfd_settime");
    }

    /// <summary>Stops the timer, and forgets an expiry that nobody has taken.</summary>
    /// <returns>Until it would have expired; zero when it was not running.</returns>
    /// <exception cref="LinuxException">Never for an open timer.</exception>
    public unsafe TimeSpan Stop()
    {
        itimerspec never = default;
        itimerspec old;
        LinuxException.ThrowIfFailed(Native.timerfd_settime(Descriptor.Number, 0, &never, &old), "timerfd_settime");
        return TimeSpan.FromSeconds((long)old.it_value.tv_sec) + TimeSpan.FromTicks((long)old.it_value.tv_nsec / TimeSpan.NanosecondsPerTick);
    }

    /// <summary>Takes the expiries since the last call.</summary>
    /// <returns>How many there were; zero when none.</returns>
    public ulong Drain()
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        return Descriptor.Read(value).Count == sizeof(ulong) ? BinaryPrimitives.ReadUInt64LittleEndian(value) : 0;
    }

    private static timespec ToTimespec(TimeSpan span)
    {
        long nanoseconds = span.Ticks * TimeSpan.NanosecondsPerTick;
        return new timespec { tv_sec = nanoseconds / NanosecondsPerSecond, tv_nsec = (long_t)(nanoseconds % NanosecondsPerSecond) };
    }
}
