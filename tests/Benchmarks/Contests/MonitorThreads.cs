using System.Globalization;
using System.IO;
using System.Linq;

namespace Kiln.Benchmarks.Contests;

/// <summary>
/// The CPU time that a monitor uses besides running its guest: all threads of its process except the vCPU's, including kernel work on their
/// behalf. Kernel work on the vCPU's thread, such as taking a doorbell, is the same for every monitor and not included.
/// </summary>
internal static class MonitorThreads
{
    /// <summary>Microseconds so far. Exact while the threads sleep: the kernel updates running ones only periodically.</summary>
    /// <param name="processorThread">The end of the name of the vCPU's thread.</param>
    internal static double Microseconds(int process, string processorThread) => Directory.GetDirectories($"/proc/{process}/task")
        .Where(task => !File.ReadAllText(task + "/comm").TrimEnd().EndsWith(processorThread, StringComparison.Ordinal))
        .Sum(task => double.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e3;
}
