using System.Diagnostics;
using System.Text;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Testing.Vmm;
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
    /// <summary>Starts a machine as the monitor does, stops it again, and prints the microseconds from InstanceStart to the first KVM_RUN.</summary>
    /// <param name="configurationFile">A configuration whose guest spins.</param>
    internal static void Print(string configurationFile)
    {
        ProcessGuard.Raise();
        FilterSet set = FilterSetSource.FromJailer() ?? FilterSetSource.Embedded;
        DescriptorNumbers.Reserve();
        ThreadFilters filters = ThreadFilters.Establish(set);
        VmConfiguration configuration = ConfigurationFile.Read(configurationFile).Check();
        using EventLoop loop = new();
        OutputFile console = new(Descriptor.StandardOutput, DescriptorNumbers.Console);
        console.Reserve();
        using ConsoleOutput output = new(console.Descriptor, loop);
        long start = Stopwatch.GetTimestamp();
        using BootFiles boot = BootFiles.Open(configuration.BootSource!);
        using HostBackends backends = new(new GuestMetadata("probe", 0));
        using MicroVm machine = MicroVmBuilder.Build(configuration, boot, backends, loop, output);
        machine.Vcpus.PrepareThreads(filters);
        filters.Enter(FilterProfile.Vmm);
        machine.Run();
        SpinWait.SpinUntil(() => machine.Vcpus.AreRunning);
        long microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        machine.Stop();
        // To standard output by the number that the thread's filter lets it be written at.
        _ = console.Descriptor.Write(Encoding.ASCII.GetBytes($"{microseconds}\n"));
    }
}
