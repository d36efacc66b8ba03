using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Kiln.Benchmarks.Spawn;

/// <summary>Starts at one time, by the probe, and what each took to the moment when its program was entered, in milliseconds.</summary>
internal sealed record SpawnBatch(IReadOnlyList<double> Wall, IReadOnlyList<double> Processor)
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Runs a batch in the mount namespace of the calling thread.</summary>
    /// <param name="group">A cgroup that it is counted in, or null.</param>
    /// <exception cref="InvalidOperationException">A start failed; standard error says why.</exception>
    internal static SpawnBatch Run(Stage stage, Contender contender, int parallel, string? group)
    {
        string count = parallel.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["spawn", count, group ?? "-", contender.Program, .. contender.Arguments(parallel)];
        using Process probe = Process.Start(new ProcessStartInfo(stage.Probe, arguments) { RedirectStandardOutput = true })!;
        double[][] lines =
        [
            .. probe.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(
                line => Array.ConvertAll(line.Split(' '), text => long.Parse(text, CultureInfo.InvariantCulture) / NanosecondsPerMillisecond)),
        ];
        probe.WaitForExit();
        stage.EmptyCopies();
        return probe.ExitCode == 0
            ? new SpawnBatch([.. lines.Select(line => line[0])], [.. lines.Select(line => line[1])])
            : throw new InvalidOperationException($"{contender.Name}: {parallel} starts failed");
    }
}
