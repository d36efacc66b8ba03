using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine;

/// <summary>Logs how long a guest took to boot once it writes to the boot timer. Tools match the line's text.</summary>
internal sealed class BootReport : IMachineDevice, IEventHandler
{
    private readonly StartMoment _started;
    private readonly BootTimer _timer;
    private readonly Watch _watch;
    private readonly EventLine _booted = new();

    /// <summary>Adds the boot timer to the bus and watches it.</summary>
    /// <param name="started">When the machine's start was requested.</param>
    /// <param name="loop">The vmm thread's event loop.</param>
    /// <exception cref="LinuxException">The process is out of descriptors.</exception>
    internal BootReport(MachineResources resources, StartMoment started, EventLoop loop)
    {
        _started = started;
        _timer = new BootTimer(() => MonotonicClock.Nanoseconds, _booted);
        _watch = loop.Watch(_booted.Event.Descriptor, this);
        resources.Addresses.Add(MmioAllocator.BootTimer, BootTimer.Length, _timer);
    }

    /// <inheritdoc/>
    public DeviceName Name { get; } = new("boot timer");

    /// <summary>Logs the boot time: the guest wrote to the boot timer.</summary>
    public void OnReady(EpollEvents events)
    {
        _booted.Event.Drain();
        ulong wall = _timer.BootedAt - _started.Nanoseconds;
        ulong processor = ProcessTime.Nanoseconds - _started.ProcessorNanoseconds;
        Log.Info(
            Module.BootTimer,
            $"Guest-boot-time = {wall / NanosecondsPer.Microsecond,6} us {wall / NanosecondsPer.Millisecond} ms, "
            + $"{processor / NanosecondsPer.Microsecond,6} CPU us {processor / NanosecondsPer.Millisecond} CPU ms");
    }

    /// <inheritdoc/>
    public void Save(ref StateWriter state) => _timer.Save(ref state);

    /// <inheritdoc/>
    public void Load(ref StateReader state) => _timer.Load(ref state);

    /// <summary>Adds nothing: a guest that uses the timer knows its address.</summary>
    public void Describe(IGuestDescription to)
    {
    }

    /// <summary>Leaves the event loop and closes the timer's eventfd.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _booted.Dispose();
    }
}
