using System.Threading;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Process;
using Kiln.Vmm.Process.Lifecycle;

namespace Kiln.Probes;

/// <summary>
/// The monitor's own threads, filters, log, metrics and events, without a machine: one vCPU's thread fails while another forces garbage
/// collections as fast as it can. Events go to standard output.
/// </summary>
internal static class EvidenceStorm
{
    private const int StackLength = 256 * 1024;

    // Every thread is at its work then.
    private static readonly TimeSpan _calm = TimeSpan.FromMilliseconds(5);

    private static readonly ManualResetEventSlim _listening = new();

    /// <summary>Runs it; does not return.</summary>
    /// <param name="kind">How the thread fails.</param>
    internal static void Run(FaultKind kind, string log, string metricsFile)
    {
        ProcessGuard.Raise();
        DescriptorNumbers.Reserve();
        ThreadFilters filters = ThreadFilters.Establish(FilterSetSource.Embedded);
        Log.Logger.Start("storm", TextLine.Format);
        LifecycleEvents events = LifecycleEvents.Open(1, "storm");
        MetricsSystem metrics = new(
            VmmMetrics.Process, "storm", new OutputFile(DescriptorNumbers.Nothing, DescriptorNumbers.Metrics), new SystemClock());
        _ = Log.Logger.Configure(new LoggerConfiguration { LogPath = log }) ?? metrics.Initialise(new MetricsConfiguration(metricsFile));
        using EventLoop loop = new();
        using EvidenceReport evidence = new(loop, metrics, events);
        loop.BeforeWait += _listening.Set;
        new Thread(() => Collect(filters), StackLength).Start();
        new Thread(() => Fail(filters, kind), StackLength).Start();
        filters.Enter(FilterProfile.Vmm);
        loop.Run();
    }

    private static void Collect(ThreadFilters filters)
    {
        ThreadTable.Enter("vcpu 1");
        filters.Enter(FilterProfile.Vcpu);
        for (int round = 0; true; round++)
        {
            CollectionStorm.Pass(round);
        }
    }

    private static void Fail(ThreadFilters filters, FaultKind kind)
    {
        ThreadTable.Enter("vcpu 0");
        filters.Enter(FilterProfile.Vcpu);
        _listening.Wait();
        Thread.Sleep(_calm);
        PlantedFault.Fail(kind);
    }
}
