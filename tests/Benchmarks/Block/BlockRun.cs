using System.Diagnostics;
using System.Threading;

namespace Kiln.Benchmarks.Block;

/// <summary>One run of a row.</summary>
/// <param name="Rate">Operations a second, by the guest's clock.</param>
/// <param name="Processor">Microseconds of the monitor's processor time for each (<see cref="MonitorThreads"/>).</param>
internal readonly record struct BlockRun(double Rate, double Processor)
{
    // Some thousand operations of the slowest row.
    private const int Milliseconds = 300;

    // How long the guest does nothing before and after what counts: then its monitor is looked at, once that sleeps.
    private const int PauseMilliseconds = 100;
    private const int SettlingMilliseconds = 20;

    // On a busy host a look may come too late, and see something else. One that always does is no host to measure on.
    private const int Attempts = 10;

    /// <summary>Runs a row.</summary>
    /// <param name="contender">The monitor.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidOperationException">The guest failed, or the host is too busy.</exception>
    internal static BlockRun Of(BlockContender contender, BlockRow row)
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

    private static bool TryLook(GuestOutput guest, BlockContender contender, out double microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(SettlingMilliseconds);
        microseconds = MonitorThreads.Microseconds(guest.Id, contender.ProcessorThread);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds < PauseMilliseconds;
    }
}
