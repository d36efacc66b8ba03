using System.Globalization;
using System.IO;
using System.Linq;

namespace Kiln.Benchmarks.Block;

/// <summary>
/// The processor time that a monitor takes beside its guest: of every thread of its process but the vCPU's, the kernel's work on their behalf
/// included. What the kernel does on the vCPU's thread, such as taking a doorbell, is the same for every monitor and not in it.
/// </summary>
internal static class MonitorThreads
{
    /// <summary>Microseconds up to now. Exact while the threads sleep: the kernel accounts for running ones only at times.</summary>
    /// <param name="process">The monitor.</param>
    /// <param name="processorThread">The name of the vCPU's thread.</param>
    internal static double Microseconds(int process, string processorThread) => Directory.GetDirectories($"/proc/{process}/task")
        .Where(task => File.ReadAllText(task + "/comm").TrimEnd() != processorThread)
        .Sum(task => double.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e3;
}
