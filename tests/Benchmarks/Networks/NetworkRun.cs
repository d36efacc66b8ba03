using System.Diagnostics;
using System.Threading;
using Kiln.Benchmarks.Contests;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Networks;

/// <summary>One run of a row.</summary>
/// <param name="Rate">Frames per second, by the guest's clock.</param>
/// <param name="Processor">Microseconds of the monitor's CPU time per frame (<see cref="MonitorThreads"/>).</param>
internal readonly record struct NetworkRun(double Rate, double Processor)
{
    // What is sent: enough for some ten thousand frames of the slowest row.
    private const int Milliseconds = 300;

    // The guest's pause before and after the measured part: the host reads the idle monitor's CPU time, and fills the tap.
    private const int PauseMilliseconds = 100;
    private const int FillingMilliseconds = 1500;
    private const int SettlingMilliseconds = 20;

    // On a busy host the reading may come too late. A host on which it always does is unfit for measurements.
    private const int Attempts = 10;

    /// <exception cref="InvalidOperationException">The guest failed, frames were lost, or the host is too busy.</exception>
    internal static NetworkRun Of(GuestContender contender, HostTap tap, NetworkRow row)
    {
        int pause = row.IsSending ? PauseMilliseconds : FillingMilliseconds;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            using GuestOutput guest = new(contender, $"{row.Words} milliseconds={Milliseconds} settle={pause}");
            _ = guest.Find("net: begin");
            bool isInTime = TryPrepare(guest, contender, tap, row, pause, out double before);
            Dictionary<string, double> result = guest.Find("net: ", last: "khz");
            if (isInTime & TryLook(guest, contender, PauseMilliseconds, out double after))
            {
                return result["frames"] == row.Depth || row.IsSending
                    ? new NetworkRun(result["frames"] / result["ticks"] * result["khz"] * 1e3, (after - before) / result["frames"])
                    : throw new InvalidOperationException($"{contender.Name}, {row.Name}: {result["frames"]} of {row.Depth} frames came");
            }
        }
        throw new InvalidOperationException($"{contender.Name}, {row.Name}: the host is too busy to measure on");
    }

    // Fills the tap of a guest that has no buffers yet.
    private static bool TryPrepare(GuestOutput guest, GuestContender contender, HostTap tap, NetworkRow row, int pause, out double microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        if (!row.IsSending)
        {
            byte[] frame = NetworkFrames.Make(row);
            for (int count = 0; count < row.Depth; count++)
            {
                if (row.IsLong ? !tap.SendLong(frame, NetworkFrames.Part) : !tap.Send(frame))
                {
                    throw new InvalidOperationException($"{contender.Name}, {row.Name}: the tap takes no frame but {count}");
                }
            }
        }
        return TryLook(guest, contender, pause - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds, out microseconds);
    }

    private static bool TryLook(GuestOutput guest, GuestContender contender, int within, out double microseconds)
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(SettlingMilliseconds);
        microseconds = MonitorThreads.Microseconds(guest.Id, contender.ProcessorThread);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds < within;
    }
}
