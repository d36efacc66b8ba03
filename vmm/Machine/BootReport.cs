using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Resources;

namespace Kiln.Vmm.Machine;

/// <summary>Tells how long a guest took to boot, once it says that it has. Tools look for the line's words.</summary>
internal sealed class BootReport : IEventHandler, IDisposable
{
    private const ulong NanosecondsPerMicrosecond = 1000;
    private const ulong MicrosecondsPerMillisecond = 1000;

    private readonly StartMoment _started;
    private readonly Watch _watch;
    private readonly InterruptLine _booted = new();

    /// <summary>Makes the timer and listens to it.</summary>
    /// <param name="started">When the machine was asked to start.</param>
    /// <param name="loop">The vmm thread's loop.</param>
    /// <exception cref="LinuxException">No descriptor is left.</exception>
    internal BootReport(StartMoment started, EventLoop loop)
    {
        _started = started;
        Timer = new BootTimer(() => MonotonicClock.Nanoseconds, _booted);
        _watch = loop.Watch(_booted.Line.Descriptor, this);
    }

    /// <summary>The device for the guest.</summary>
    internal BootTimer Timer { get; }

    /// <summary>The guest has booted.</summary>
    /// <param name="events">Not used.</param>
    public void OnReady(EpollEvents events)
    {
        _booted.Line.Drain();
        ulong wall = (Timer.BootedAt - _started.Nanoseconds) / NanosecondsPerMicrosecond;
        ulong processor = (ProcessTime.Nanoseconds - _started.ProcessorNanoseconds) / NanosecondsPerMicrosecond;
        Log.Info(
            Module.BootTimer,
            $"Guest-boot-time = {wall,6} us {wall / MicrosecondsPerMillisecond} ms, {processor,6} CPU us {processor / MicrosecondsPerMillisecond} CPU ms");
    }

    /// <summary>Closes what the timer signals.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _booted.Dispose();
    }
}
