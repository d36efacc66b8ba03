using System.Diagnostics;
using System.Globalization;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Processes;
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

/// <summary>Times the calls that the monitor makes most, with all three filters of a thread or with none.</summary>
internal static class FilterCost
{
    // Some tens of milliseconds each: long beside a tick of the clock, short beside a run of the benchmark.
    private const int Calls = 200_000;

    // As often as tests/guests/exits.c leaves the guest.
    private const int GuestExits = 50_000;

    /// <summary>Prints a line for each call: its name and nanoseconds.</summary>
    /// <param name="filters"><c>none</c>, <c>embedded</c>, or the file of a set.</param>
    /// <param name="configurationFile">A configuration of the guest <c>exits</c>.</param>
    internal static void Print(string filters, string configurationFile)
    {
        ProcessGuard.Raise();
        FilterMode mode = filters == "none" ? FilterMode.None : FilterMode.Enforce;
        long read = Stopwatch.GetTimestamp();
        FilterSet? set = FilterSetSource.FromOptions(new FilterOptions(filters is "none" or "embedded" ? null : filters, mode));
        TimeSpan reading = Stopwatch.GetElapsedTime(read);
        if (set is not null)
        {
            // The first time, as every start of a monitor does it.
            PrintFigure("reading the set", reading, 1);
            ProcessControl.SetNoNewPrivileges();
            _ = SeccompFilter.Install(set.Program(FilterProfile.Launch), SeccompFlags.None);
        }
        DescriptorNumbers.Reserve();
        ThreadFilters established = ThreadFilters.Establish(set);
        VmConfiguration configuration = ConfigurationFile.Read(configurationFile).Check();
        using EventLoop loop = new();
        OutputFile console = new(Descriptor.StandardOutput, DescriptorNumbers.Console);
        console.Reserve();
        using ConsoleOutput output = new(console.Descriptor, loop);
        using BootFiles boot = BootFiles.Open(configuration.BootSource!);
        using HostBackends backends = new(new GuestMetadata("probe", 0));
        using MicroVm machine = MicroVmBuilder.Build(configuration, boot, backends, loop, output);
        using EventFd counter = EventFd.Create();
        using Epoll epoll = Epoll.Create();
        _ = epoll.Add(counter.Descriptor, EpollEvents.EPOLLIN, 0);
        machine.Vcpus.PrepareThreads(established);
        established.Enter(FilterProfile.Vmm);
        EpollEvent[] events = new EpollEvent[1];
        byte[] letter = [(byte)'.'];
        PrintLoop("epoll_wait", Calls, () => epoll.Wait(events, 0));
        PrintLoop("write of an eventfd", Calls, counter.Signal);
        PrintLoop("read of an eventfd", Calls, () => counter.Drain());
        PrintLoop("write of the console", Calls, () => console.Descriptor.Write(letter));
        long start = Stopwatch.GetTimestamp();
        machine.Run();
        loop.Run();
        PrintFigure("KVM_RUN", Stopwatch.GetElapsedTime(start), GuestExits);
        machine.Stop();
    }

    private static void PrintLoop(string name, int count, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int index = 0; index < count; index++)
        {
            call();
        }
        PrintFigure(name, Stopwatch.GetElapsedTime(start), count);
    }

    // On standard error: standard output is one of the things that are timed.
    private static void PrintFigure(string name, TimeSpan time, int count) =>
        Message.Error(string.Create(CultureInfo.InvariantCulture, $"{name}: {time.TotalNanoseconds / count:F1}"));
}
