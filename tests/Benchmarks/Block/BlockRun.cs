using System.Diagnostics;
using System.Threading;
using Kiln.Benchmarks.Contests;

namespace Kiln.Benchmarks.Block;

/// <summary>One run of a row.</summary>
/// <param name="Rate">Operations per second, by the guest's clock.</param>
/// <param name="Processor">Microseconds of the monitor's CPU time per operation (<see cref="MonitorThreads"/>).</param>
internal readonly record struct BlockRun(double Rate, double Processor)
{
    // Enough for some thousand operations of the slowest row.
    private const int Milliseconds = 300;

    // The guest's pause before and after the measured part, in which the idle monitor's CPU time is read.
    private const int PauseMilliseconds = 100;
    private const int SettlingMilliseconds = 20;

    // On a busy host the reading may come too late. A host on which it always does is unfit for measurements.
    private const int Attempts = 10;

    /// <exception cref="InvalidOperationException">The guest failed, or the host is too busy.</exception>
    internal static BlockRun Of(GuestContender contender, BlockRow row)
    {
        string words = $"{row.Words} milliseconds={Milliseconds} settle={PauseMilliseconds}";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using GuestOutput guest = new(contender, words);
            _ = guest.Find("disk: begin");
            bool isInTime = TryLook(guest, contender, out double before);
            Dictionary<string, double> result = guest.Find("disk: bench ");
            if (isInTime & TryLook(guest, contender, out double after))
            {
                return new BlockRun(result["operations"] / result["ticks"] * result["khz"] * 1e3, (after - before) / result["operations"]);
            }
        }
        throw new InvalidOperationException($"{contender.Name}, {row.Name}: the host is too busy to measure on");
    }

    private static bool TryLook(GuestOutput guest, GuestContender contender, out double microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(SettlingMilliseconds);
        microseconds = MonitorThreads.Microseconds(guest.Id, contender.ProcessorThread);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds < PauseMilliseconds;
    }
}
