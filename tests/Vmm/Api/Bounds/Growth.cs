using Kiln.Linux.Processes;

namespace Kiln.Vmm.Tests.Api.Bounds;

/// <summary>How the cost of work grows with its input. Measured in CPU time, which does not depend on the load of the machine.</summary>
/// <param name="Work">How many times the longest input takes the time of the shortest; the shortest run of each counts.</param>
/// <param name="Bytes">Bytes allocated per byte of the longest input.</param>
internal sealed record Growth(double Work, double Bytes)
{
    /// <summary>The longest input, in bytes.</summary>
    internal const int Longest = 1024 * 1024;

    /// <summary>The shortest input; doubled three times it is the longest.</summary>
    internal const int Shortest = Longest / Steps;

    /// <summary>How much more work a linear cost is; a quadratic one is its square.</summary>
    internal const int Steps = 8;

    // Alternating, so that JIT improvements affect both equally.
    private const int Runs = 8;

    internal static Growth Of(Func<int, byte[]> input, Action<byte[]> work)
    {
        byte[] shortest = input(Shortest);
        byte[] longest = input(Longest);
        (double least, double most) = (double.MaxValue, double.MaxValue);
        long allocated = 0;
        for (int run = 0; run < Runs; run++)
        {
            least = Math.Min(least, TimeOf(shortest, work));
            long before = GC.GetAllocatedBytesForCurrentThread();
            most = Math.Min(most, TimeOf(longest, work));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return new Growth(most / least, allocated / (double)longest.Length);
    }

    /// <summary>Processor time of this process, in nanoseconds; no test runs beside this one.</summary>
    internal static double TimeOf(byte[] input, Action<byte[]> work)
    {
        ulong start = ProcessTime.Nanoseconds;
        work(input);
        return Math.Max(1, ProcessTime.Nanoseconds - start);
    }
}
