using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Memory;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Vmm.Process;

/// <summary>The machine of this process from its boot source to its end, with console, log and metrics. The vmm thread owns it.</summary>
/// <param name="loop">The vmm thread's event loop.</param>
/// <param name="filters">The process's seccomp filters.</param>
/// <param name="metadata">The guest's metadata service; owned by this object.</param>
/// <param name="events">Writes life-cycle events; null if nobody wants them.</param>
internal sealed partial class MachineHost(
    EventLoop loop, ThreadFilters filters, MetricsSystem metrics, GuestMetadata metadata, LifecycleEvents? events)
    : IMachineHost, IDisposable
{
    // The guest's first exits need what they need of the start's pages at once; a guest that lives no longer needs no memory back.
    private static readonly TimeSpan _settling = TimeSpan.FromMilliseconds(200);

    private readonly OutputFile _console = new(Descriptor.StandardOutput, DescriptorNumbers.Console) { IsPrivate = true };
    private readonly MetricsFlush _flush = new(metrics, loop, OnLostMetrics);
    private readonly HostBackends _backends = new(metadata);
    private BootFiles? _boot;
    private ConsoleInput? _input;
    private ConsoleOutput? _output;
    private MicroVm? _machine;

    /// <summary>Why the guest ended; an orderly end if no guest was started.</summary>
    internal VcpuOutcome Outcome => Explain(_failure ?? _machine?.Vcpus.Outcome ?? VcpuOutcome.Finished);

    /// <inheritdoc/>
    public string? Start(VmConfiguration configuration)
    {
        events?.Starting();
        if (Build(configuration) is { } refusal)
        {
            events?.Failed(refusal);
            return refusal;
        }
        _machine!.Run();
        events?.Started();
        _flush.Start();
        loop.Alarm.Set(_settling, ForgetStart);
        return null;
    }

    /// <inheritdoc/>
    public string? Pause()
    {
        ulong start = MonotonicClock.Nanoseconds;
        if (!loop.IsHeld)
        {
            if (!_machine!.TryPause())
            {
                return "Failed to pause the vCPUs: the host did not release one in time; try again";
            }
            if (_machine.Vcpus.Outcome is not null)
            {
                // The loop is about to stop.
                return "Failed to pause the vCPUs: the guest has ended";
            }
            loop.IsHeld = true;
            _flush.Freeze();
            events?.Paused();
        }
        Tell("pause vm", VmmMetrics.Process.Latencies.VmmPause, start);
        return null;
    }

    /// <inheritdoc/>
    public string? Resume()
    {
        ulong start = MonotonicClock.Nanoseconds;
        if (loop.IsHeld)
        {
            _machine!.Run();
            loop.IsHeld = false;
            _flush.Thaw();
            events?.Resumed();
        }
        Tell("resume vm", VmmMetrics.Process.Latencies.VmmResume, start);
        return null;
    }

    /// <inheritdoc/>
    public string? FlushMetrics() => metrics.Flush();

    /// <inheritdoc/>
    public string? PressCtrlAltDel() => _machine!.Keyboard.TryPressCtrlAltDel()
        ? null
        : "The keyboard buffer is full: the guest has not read the previous keys";

    /// <summary>Ends the guest if it runs, flushes its console, and writes the last line of metrics.</summary>
    internal void Stop()
    {
        _machine?.Stop();
        loop.IsHeld = false;
        _output?.Flush();
        if (_output is { Lost: > 0 and var lost })
        {
            Message.Error($"the serial port's output did not take {lost} bytes of the guest's console");
        }
        if (metrics.Flush() is { } failure)
        {
            OnLostMetrics(failure);
        }
    }

    public void Dispose()
    {
        GiveBack();
        _flush.Dispose();
        _boot?.Dispose();
        _backends.Dispose();
    }

    private static void OnLostMetrics(string failure) => Log.Error(Module.Metrics, $"{failure}");

    private static void Tell(string action, Gauge latency, ulong start)
    {
        ulong microseconds = (MonotonicClock.Nanoseconds - start) / NanosecondsPer.Microsecond;
        latency.Value = (long)microseconds;
        Log.Info(Module.Machine, $"'{action}' VMM action took {microseconds} us.");
    }

    private string? Build(VmConfiguration configuration)
    {
        try
        {
            _machine = MicroVmBuilder.Build(configuration, _boot!, _backends, loop, OpenConsole(configuration.Serial.OutputPath));
            Finish(configuration.Serial);
            _boot!.Dispose();
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            GiveBack();
            string reason = Message.Of(failure);
            Log.Error(Module.Machine, $"The machine cannot be built: {reason}");
            return reason;
        }
    }

    // Starts the threads of a machine that is built, and gives the rights of set-up up: only the files of drives and snapshots are opened from here on.
    private void Finish(SerialConfiguration serial)
    {
        _machine!.Vcpus.PrepareThreads(filters);
        if (serial.OutputPath is null)
        {
            _input = ConsoleInput.Attach(_machine.Console.Port, _machine.Console.Room, loop);
        }
        filters.Enter(FilterProfile.Vmm);
    }

    // What has built the machine is not needed again, and what runs it is soon back.
    private static void ForgetStart()
    {
        if (ProgramPages.GiveBack() is { } error)
        {
            Log.Debug(Module.Main, $"the pages of the start stay resident: {error}");
        }
    }

    private ConsoleOutput OpenConsole(string? path)
    {
        _console.Reserve();
        if (path is not null && _console.Open(path) is { } error)
        {
            throw new VmmFailure(
                $"the serial port's file {Excerpt.OfPath(path)} cannot be opened: {error}{AccessCure.Of(error, "write")}; check serial_out_path, in a jail a path of the jail");
        }
        return _output = new ConsoleOutput(_console.Descriptor, loop);
    }

    private void GiveBack()
    {
        _input?.Dispose();
        _input = null;
        _machine?.Dispose();
        _machine = null;
        _memory?.Dispose();
        _memory = null;
        _output?.Dispose();
        _output = null;
    }
}
