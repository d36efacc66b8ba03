using Kiln.Linux;
using Kiln.Seccomp;
using Kiln.Vmm.CommandLine;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Console;
using Kiln.Vmm.Control;
using Kiln.Vmm.Events;
using Kiln.Vmm.Machine;

namespace Kiln.Vmm;

/// <summary>One run of the monitor on the vmm thread: configuration, machine, event loop, end.</summary>
/// <param name="options">What the command line asked for.</param>
/// <param name="filters">The process's filters.</param>
internal sealed class Monitor(VmmOptions options, ThreadFilters filters)
{
    /// <summary>Runs the guest until it ends or a signal asks for it.</summary>
    /// <returns>The status to exit with.</returns>
    /// <exception cref="VmmFailure">The machine cannot be started.</exception>
    internal ExitCode Run()
    {
        VmConfiguration configuration = ConfigurationFile.Read(options.ConfigurationFile) with { BootTimer = options.BootTimer };
        using EventLoop loop = new();
        using StopSignals signals = new(loop);
        if (configuration.Serial.OutputPath is { } path)
        {
            ConsoleFile.TakeStandardOutput(path);
        }
        using ConsoleOutput output = new(Descriptor.StandardOutput, loop);
        using MicroVm machine = MicroVmBuilder.Build(configuration, loop, output);
        machine.PrepareThreads(filters);
        if (configuration.Serial.OutputPath is null)
        {
            ConsoleInput.Attach(machine.Devices.Console.Port, machine.Devices.Console.Room, loop);
        }
        // Nothing more is opened, mapped or started from here on.
        filters.Enter(FilterProfile.Vmm);
        machine.Start();
        loop.Run();
        machine.Stop();
        output.Flush();
        return Conclude(signals.Requested, machine.Outcome, output.Lost);
    }

    private static ExitCode Conclude(ExitCode? requested, VcpuOutcome outcome, long lost)
    {
        if (lost > 0)
        {
            Message.Error($"the serial port's output did not take {lost} bytes of the guest's console");
        }
        if (outcome.Message is { } message)
        {
            Message.Error(message);
        }
        return requested ?? outcome.ExitCode;
    }
}
