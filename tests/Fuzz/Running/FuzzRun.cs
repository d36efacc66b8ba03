using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace Kiln.Fuzz.Running;

/// <summary>A run: threads that try inputs, and this one, which watches them.</summary>
/// <param name="options">The number of inputs and the seed.</param>
internal sealed class FuzzRun(IFuzzTarget target, FuzzOptions options, FindingStore store)
{
    // Not the number of processors: the same seed must give the same inputs on every machine.
    private const int Threads = 2;

    // If a smaller share of inputs gets past the first stage, the run tests little else.
    private const double LeastDeep = 0.3;

    // With fewer inputs, shares are meaningless.
    private const int LeastForShares = 1000;

    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _betweenReports = TimeSpan.FromSeconds(2);

    // An input that takes this long is considered a hang, which ends the run.
    private static readonly TimeSpan _hang = TimeSpan.FromSeconds(30);

    private long _peakHeap;

    /// <summary>Runs to the end, or until an input hangs.</summary>
    internal FuzzSummary Run()
    {
        long start = Stopwatch.GetTimestamp();
        FuzzWorker[] workers = [.. Enumerable.Range(0, Threads).Select(WorkerOf)];
        // Background threads: one that hangs in the parser does not keep the process alive.
        Thread[] threads = [.. workers.Select(worker => new Thread(worker.Run) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        Watch(workers, threads, start);
        return Summary(workers, Stopwatch.GetElapsedTime(start));
    }

    private FuzzWorker WorkerOf(int thread)
    {
        int share = (options.Inputs / Threads) + (thread < options.Inputs % Threads ? 1 : 0);
        Random random = new((options.Seed * Threads) + thread);
        return new FuzzWorker(target, share, options.Longest, random, store, store.LastInputOf(thread));
    }

    private void Watch(FuzzWorker[] workers, Thread[] threads, long start)
    {
        long reported = start;
        while (threads.Any(thread => !thread.Join(_tick)))
        {
            _peakHeap = Math.Max(_peakHeap, GC.GetTotalMemory(forceFullCollection: false));
            foreach (FuzzWorker hanging in workers.Where(worker => worker.AtCurrent > _hang))
            {
                store.Add("hang", $"more than {_hang.TotalSeconds} s for one input", hanging.Current);
                return;
            }
            if (Stopwatch.GetElapsedTime(reported) >= _betweenReports)
            {
                reported = Stopwatch.GetTimestamp();
                int done = workers.Sum(worker => worker.Done);
                double rate = done / Stopwatch.GetElapsedTime(start).TotalSeconds;
                Console.Error.WriteLine($"{target.Name}: {done} of {options.Inputs} inputs, {rate:F0}/s, {store.Findings.Count} findings");
            }
        }
    }

    private FuzzSummary Summary(FuzzWorker[] workers, TimeSpan duration)
    {
        long done = workers.Sum(worker => (long)worker.Done);
        Dictionary<string, double> shares = [];
        for (int stage = 0; stage < target.Stages.Count; stage++)
        {
            long reached = workers.Sum(worker => worker.Tally.Reached.Skip(stage).Sum());
            shares.Add(target.Stages[stage], Math.Round(reached / Math.Max(1.0, done), 4));
        }
        return new FuzzSummary(
            target.Name,
            options.Seed,
            done,
            Math.Round(duration.TotalSeconds, 1),
            Math.Round(done / duration.TotalSeconds),
            shares,
            [.. workers.SelectMany(worker => worker.Tally.Diagnostics).Distinct().Order(StringComparer.Ordinal)],
            workers.Sum(worker => worker.Kept),
            Math.Round(workers.Max(worker => worker.Tally.Slowest).TotalMilliseconds, 1),
            workers.Max(worker => worker.Tally.LargestAllocation),
            _peakHeap,
            done >= LeastForShares && shares[target.Stages[1]] < LeastDeep,
            store.Findings);
    }
}
