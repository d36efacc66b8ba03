using System.Threading;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>Makes every thread of the monitor, under its filter, allocate and collect as fast as it can: whatever the collector calls is called.</summary>
internal sealed class CollectionStorm
{
    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(1);

    private static int _finalized;

    ~CollectionStorm()
    {
        Interlocked.Increment(ref _finalized);
        Allocate();
    }

    /// <summary>Storms for a second.</summary>
    /// <returns>Zero when every thread took part.</returns>
    internal static int Run()
    {
        ProcessGuard.Raise();
        FilterSet set = FilterSetSource.FromJailer() ?? FilterSetSource.Embedded;
        DescriptorNumbers.Reserve();
        ThreadFilters filters = ThreadFilters.Establish(set);
        int rounds = 0;
        Thread vcpu = new(
            () =>
            {
                ThreadTable.Enter("vcpu 0");
                filters.Enter(FilterProfile.Vcpu);
                rounds = Storm();
            },
            256 * 1024);
        vcpu.Start();
        filters.Enter(FilterProfile.Vmm);
        int own = Storm();
        vcpu.Join();
        Message.Error($"rounds: vmm {own}, vcpu {rounds}, runtime {_finalized}; collections: {GC.CollectionCount(0)}");
        return own > 0 && rounds > 0 && _finalized > 0 ? (int)ExitCode.Ok : (int)ExitCode.GenericError;
    }

    private static int Storm()
    {
        long end = Environment.TickCount64 + (long)_duration.TotalMilliseconds;
        int rounds = 0;
        for (; Environment.TickCount64 < end; rounds++)
        {
            _ = new CollectionStorm();
            Pass(rounds);
        }
        return rounds;
    }

    /// <summary>Allocates, and at times collects.</summary>
    /// <param name="round">How often that was done before.</param>
    internal static void Pass(int round)
    {
        Allocate();
        if (round % 50 == 0)
        {
            GC.Collect();
        }
    }

    private static void Allocate()
    {
        for (int length = 16; length < 100_000; length *= 4)
        {
            GC.KeepAlive(new byte[length]);
        }
    }
}
