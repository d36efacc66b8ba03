using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Processes;
using Kiln.Vmm.Api;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Vcpus;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Process.CommandLine;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Vmm.Process;

/// <summary>A run of the monitor on the vmm thread: opens outputs, API and machine, runs the event loop, and shuts down.</summary>
/// <param name="options">The options of the command line.</param>
/// <param name="warnings">Warnings printed to standard error before there was a log.</param>
internal sealed class VmmProcess(VmmOptions options, ThreadFilters filters, IReadOnlyList<string> warnings)
{
    // The reason of an orderly end, told when it begins and when it is over.
    private const string GuestEnded = "the guest ended";

    private static readonly LogLimit _longTurns = new();

    private readonly LifecycleEvents? _events = OpenEvents(options);

    // The end that a signal requested, if any.
    private ProcessEnd? _end;

    /// <summary>Runs until the guest ends, a signal requests the end, or the configuration file's machine cannot be started.</summary>
    /// <returns>How the process ends.</returns>
    internal ProcessEnd Run()
    {
        Log.Logger.Start(options.Id, options.LogFormat);
        VcpuOutcome outcome;
        try
        {
            outcome = RunToEnd();
        }
        catch (Exception failure) when (failure is VmmFailure or LinuxException)
        {
            outcome = new VcpuOutcome((failure as VmmFailure)?.ExitCode ?? ExitCode.GenericError, failure.Message);
        }
        Tell(outcome);
        ProcessEnd end = _end ?? new ProcessEnd(outcome.ExitCode);
        end.Tell();
        return end;
    }

    /// <summary>Reports, in the log too, why the monitor does not run: its filters could not be installed.</summary>
    /// <param name="options">The options of the command line.</param>
    /// <returns>How the process ends.</returns>
    internal static ProcessEnd Refuse(VmmOptions options, VmmFailure failure)
    {
        Log.Logger.Start(options.Id, options.LogFormat);
        // A failure to open the log is not what has to be reported now.
        _ = Log.Logger.Configure(options.Log);
        TellFailure(failure.Message);
        ProcessEnd end = new(failure.ExitCode);
        end.Tell();
        return end;
    }

    private VcpuOutcome RunToEnd()
    {
        MetricsSystem metrics = OpenOutputs();
        Log.Info(Module.Main, $"Running {Identity.Current.Name} v{Identity.Current.Version}");
        foreach (string warning in warnings)
        {
            Log.Warning(Module.Main, $"{warning}");
        }
        using EventLoop loop = new();
        loop.TurnWasLong = TellLongTurn;
        using EventLoop? apiLoop = options.ApiSocket is null ? null : new EventLoop();
        using StopSignals signals = new(loop, apiLoop, VmmMetrics.Process.Signals);
        using EvidenceReport evidence = new(loop, metrics, _events);
        using MachineHost host = new(loop, filters, metrics, new GuestMetadata(options.Id, options.MetadataLimit), _events);
        MetadataFile? metadata = options.MetadataFile is { } data ? MetadataFile.Read(data) : null;
        ConfiguredMachine? configured = options.ConfigurationFile is { } file ? ConfiguredMachine.Read(file) : null;
        Controller controller = new(host, VmConfiguration.Default with { BootTimer = options.BootTimer });
        using ApiService? api = options.ApiSocket is { } path ? OpenApi(path, new ActionExchange(controller, loop), apiLoop!, metrics) : null;
        if (api is not null)
        {
            api.Start();
            TellStartTime();
        }
        metadata?.Store(controller);
        if (configured is not null)
        {
            configured.Start(controller);
            Log.Info(Module.Main, $"Successfully started microvm that was configured from one single json");
        }
        Message.Serve();
        loop.Run();
        Log.Info(Module.Main, $"Vmm is stopping.");
        _events?.Stopping(signals.Received is { } signal ? $"signal {(int)signal}" : GuestEnded);
        api?.Close();
        host.Stop();
        _end = signals.Requested;
        return _end is { Status: var status } ? new VcpuOutcome(status, signals.Explanation) : host.Outcome;
    }

    private static LifecycleEvents? OpenEvents(VmmOptions options)
    {
        if (options.EventsPath is { } path)
        {
            return LifecycleEvents.Open(path, options.Id);
        }
        if (options.EventsDescriptor is not { } number)
        {
            return null;
        }
        LifecycleEvents events = LifecycleEvents.Open(number, options.Id);
        DescriptorNumbers.Leave(number);
        return events;
    }

    // Before anything else is opened, since each has a fixed number.
    private MetricsSystem OpenOutputs()
    {
        MachineDevices.AddMetrics(VmmMetrics.Process);
        MetricsSystem metrics = new(
            VmmMetrics.Process, options.Id, new OutputFile(DescriptorNumbers.Nothing, DescriptorNumbers.Metrics), new SystemClock());
        if (Log.Logger.Configure(options.Log) is { } fault)
        {
            throw new VmmFailure($"Could not initialize logger: {fault}; check --log-path");
        }
        if (options.MetricsPath is { } path && metrics.Initialise(new MetricsConfiguration(path)) is { } reason)
        {
            throw new VmmFailure($"Could not initialize metrics: {reason}; check --metrics-path");
        }
        return metrics;
    }

    private ApiService OpenApi(string path, ActionExchange exchange, EventLoop loop, MetricsSystem metrics)
    {
        ApiSocket socket = ApiSocket.Open(path);
        Log.Info(Module.Main, $"Listening on API socket (\"{path}\").");
        ApiHandler handler = new(new ActionQueue(exchange, loop), options.Id, Log.Logger, VmmMetrics.Process, metrics.OpenMetrics);
        return new ApiService(loop, socket, exchange, handler, options.PayloadLimit, filters);
    }

    private static void TellLongTurn(ulong nanoseconds)
    {
        Log.Warning(
            Module.Main, _longTurns,
            $"A turn of the vmm thread took {nanoseconds / NanosecondsPer.Millisecond} ms and delayed devices and actions: check the host's disks.");
    }

    private void TellStartTime()
    {
        ApiServerMetrics metrics = VmmMetrics.Process.ApiServer;
        if (options.StartTimes.Microseconds is { } start)
        {
            metrics.StartupTime.Value = (long)((MonotonicClock.Nanoseconds / NanosecondsPer.Microsecond) - start);
        }
        if (options.StartTimes.ProcessorMicroseconds is { } used)
        {
            metrics.StartupProcessorTime.Value =
                (long)((ProcessTime.Nanoseconds / NanosecondsPer.Microsecond) - used + options.StartTimes.ParentMicroseconds);
        }
    }

    private void Tell(VcpuOutcome outcome)
    {
        if (outcome.Message is { } message)
        {
            TellFailure(message);
        }
        _events?.Stopped(outcome.ExitCode, outcome.Message ?? GuestEnded);
    }

    private static void TellFailure(string message)
    {
        Message.Error(message);
        Log.Error(Module.Main, $"{message}");
    }
}
