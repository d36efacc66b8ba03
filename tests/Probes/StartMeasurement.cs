using System.Diagnostics;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Machine.Boot;
using Kiln.Vmm.Machine.Console;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;

namespace Kiln.Probes;

/// <summary>Times the monitor's own code from the moment a guest is asked for to the moment before its first KVM_RUN.</summary>
internal static class StartMeasurement
{
    /// <summary>Starts a machine as the monitor does, and stops it again.</summary>
    /// <param name="configurationFile">A configuration whose guest spins.</param>
    /// <returns>Microseconds from InstanceStart to the first KVM_RUN.</returns>
    internal static long Measure(string configurationFile)
    {
        ProcessGuard.Raise();
        ThreadFilters filters = ThreadFilters.Establish(FilterSetSource.FromJailer() ?? FilterSetSource.Embedded);
        VmConfiguration configuration = ConfigurationFile.Read(configurationFile).Check();
        using EventLoop loop = new();
        OutputFile console = new(Descriptor.StandardOutput, DescriptorNumbers.Console);
        console.Reserve();
        using ConsoleOutput output = new(console.Descriptor, loop);
        long start = Stopwatch.GetTimestamp();
        using BootFiles boot = BootFiles.Open(configuration.BootSource!);
        using DriveFiles drives = new();
        using MicroVm machine = MicroVmBuilder.Build(configuration, boot, drives, loop, output);
        machine.PrepareThreads(filters);
        filters.Enter(FilterProfile.Vmm);
        machine.Run();
        SpinWait.SpinUntil(() => machine.IsRunning);
        long microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        machine.Stop();
        return microseconds;
    }
}
