using System.Globalization;
using System.IO;

namespace Kiln.Testing.Harness;

/// <summary>The mappings of a process, as <c>/proc/PID/smaps</c> has them.</summary>
internal static class ProcessMappings
{
    /// <returns>The size of each mapping and what of it is in memory, in KiB.</returns>
    /// <exception cref="IOException">The process has ended.</exception>
    internal static IEnumerable<(long Size, long Resident)> Of(int process)
    {
        long size = 0;
        foreach (string line in File.ReadLines($"/proc/{process}/smaps"))
        {
            if (line.StartsWith("Size:", StringComparison.Ordinal))
            {
                size = KibibytesOf(line);
            }
            else if (line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                yield return (size, KibibytesOf(line));
            }
        }
    }

    private static long KibibytesOf(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
