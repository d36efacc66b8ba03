using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Control;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Vmm.Process;

/// <summary>The machine of this process, from what it boots to its end, with the console, the log and the metrics around it. The vmm thread's.</summary>
/// <param name="loop">The vmm thread's loop.</param>
/// <param name="filters">The filters of the process.</param>
/// <param name="metrics">Writes metrics.</param>
/// <param name="events">Tells what becomes of the machine, if anybody wants to know.</param>
internal sealed class MachineHost(EventLoop loop, ThreadFilters filters, MetricsSystem metrics, LifecycleEvents? events)
    : IMachineHost, IDisposable
{
    private readonly OutputFile _console = new(Descriptor.StandardOutput, DescriptorNumbers.Console) { IsPrivate = true };
    private readonly MetricsFlush _flush = new(metrics, loop, OnLostMetrics);
    private readonly DriveFiles _drives = new();
    private BootFiles? _boot;
    private ConsoleInput? _input;
    private ConsoleOutput? _output;
    private MicroVm? _machine;

    /// <summary>Why the guest ended; an orderly end when there was none.</summary>
    internal VcpuOutcome Outcome => _machine?.Outcome ?? VcpuOutcome.Finished;

    /// <inheritdoc/>
    public string? Open(BootSource source)
    {
        try
        {
            BootFiles opened = BootFiles.Open(source);
            _boot?.Dispose();
            _boot = opened;
            return null;
        }
        catch (VmmFailure failure)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc/>
    public string? Open(DriveConfiguration drive) => _drives.Open(drive);

    /// <inheritdoc/>
    public string? Update(DriveUpdate update)
    {
        IDriveControl drive = _machine!.DriveOf(update.Id)!;
        if (update.Path is { } path && _drives.Replace(update.Id, path, drive) is { } refusal)
        {
            VmmMetrics.Process.Drive(update.Id).UpdateFailures.Increment();
            return refusal;
        }
        if (update.Limit is { } limit)
        {
            drive.Limit(limit);
        }
        return null;
    }

    /// <inheritdoc/>
    public string? Configure(LoggerConfiguration configuration) => Log.Logger.Configure(configuration);

    /// <inheritdoc/>
    public string? Configure(MetricsConfiguration configuration) => metrics.Initialise(configuration);

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
                return "Failed to pause the vCPUs: the host holds one of them; try again";
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
    public string? PressCtrlAltDel() => _machine!.Devices.Keyboard.TryPressCtrlAltDel()
        ? null
        : "The keyboard has no room: the guest has not read what was pressed before";

    /// <summary>Ends the guest, if it runs, writes out its console, and writes the last line of metrics.</summary>
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

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        GiveBack();
        _flush.Dispose();
        _boot?.Dispose();
        _drives.Dispose();
    }

    private static void OnLostMetrics(string failure) => Log.Error(Module.Metrics, $"{failure}");

    private static void Tell(string action, Gauge latency, ulong start)
    {
        const ulong NanosecondsPerMicrosecond = 1000;
        ulong microseconds = (MonotonicClock.Nanoseconds - start) / NanosecondsPerMicrosecond;
        latency.Value = (long)microseconds;
        Log.Info(Module.Machine, $"'{action}' VMM action took {microseconds} us.");
    }

    private string? Build(VmConfiguration configuration)
    {
        try
        {
            OpenConsole(configuration.Serial.OutputPath);
            _output = new ConsoleOutput(_console.Descriptor, loop);
            _machine = MicroVmBuilder.Build(configuration, _boot!, _drives, loop, _output);
            _machine.PrepareThreads(filters);
            if (configuration.Serial.OutputPath is null)
            {
                _input = ConsoleInput.Attach(_machine.Devices.Console.Port, _machine.Devices.Console.Room, loop);
            }
            // Nothing more is mapped or started from here on, or opened but another file for a drive.
            filters.Enter(FilterProfile.Vmm);
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

    private void OpenConsole(string? path)
    {
        _console.Reserve();
        if (path is not null && _console.Open(path) is { } error)
        {
            throw new VmmFailure(
                $"the serial port's file {Excerpt.OfPath(path)} cannot be opened: {error}; check serial_out_path, in a jail a path of the jail");
        }
    }

    private void GiveBack()
    {
        _input?.Dispose();
        _input = null;
        _machine?.Dispose();
        _machine = null;
        _output?.Dispose();
        _output = null;
    }
}
