using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Benchmarks.Against;
using Kiln.Benchmarks.Balloons;
using Kiln.Benchmarks.Block;
using Kiln.Benchmarks.Contests;
using Kiln.Benchmarks.Networks;
using Kiln.Benchmarks.Snapshots;
using Kiln.Benchmarks.Sockets;
using Kiln.Benchmarks.Spawn;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks;

/// <summary>
/// Measures the published binaries; with a NAME only the benchmarks whose name it is part of. Figures are medians; the machine decides them as much as the code does, so nothing here passes or fails.
/// </summary>
internal static class Program
{
    private const int Misused = 2;

    private const string Usage = "usage: Kiln.Benchmarks ARTIFACTS RESULT.json [RUNS] [NAME] [--against MONITOR [--against-jailer JAILER]]";

    // Enough for a steady median on a noisy host.
    private const int DefaultRuns = 25;

    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true };

    private static int Main(string[] arguments)
    {
        try
        {
            List<string> words = [.. arguments];
            AgainstOptions? against = AgainstOptions.Take(words);
            return words is not [var artifacts, var result, .. var rest] || words.Exists(word => word.StartsWith('-'))
                ? throw new UsageException(Usage)
                : Measure(artifacts, result, rest, against);
        }
        catch (UsageException mistake)
        {
            Console.Error.WriteLine(mistake.Message);
            return Misused;
        }
    }

    private static int Measure(string artifacts, string result, List<string> words, AgainstOptions? against)
    {
        int runs = DefaultRuns;
        string wanted = "";
        foreach (string word in words)
        {
            if (int.TryParse(word, CultureInfo.InvariantCulture, out int number))
            {
                runs = number;
            }
            else
            {
                wanted = word;
            }
        }
        using Stage stage = new(Path.GetFullPath(artifacts));
        (string Name, Func<IEnumerable<Figure>> Run)[] all =
        [
            .. Benchmarks(stage, runs),
            .. against is null
                ? []
                : new (string, Func<IEnumerable<Figure>>)[]
                {
                    ("against", () => AgainstBenchmark.Run(stage, against, Math.Min(runs, AgainstBenchmark.MostPairs))),
                },
        ];
        Func<IEnumerable<Figure>>[] chosen =
            [.. all.Where(one => one.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(one => one.Run)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"there is no benchmark '{wanted}'; they are {string.Join(", ", all.Select(one => one.Name))}");
            return 1;
        }
        string json = JsonSerializer.Serialize(chosen.SelectMany(run => run()).ToArray(), _readable);
        File.WriteAllText(result, json + "\n");
        Console.WriteLine(json);
        return 0;
    }

    private static (string Name, Func<IEnumerable<Figure>> Run)[] Benchmarks(Stage stage, int runs) =>
    [
        ("first-byte", () =>
        [
            FirstByteBenchmark.Run("vmm start to the guest's first byte, wall", stage.Vmm, stage.VmmArguments("spin"), runs),
            FirstByteBenchmark.Run("vmm start to the guest's first byte, ELF by PVH, wall", stage.Vmm, stage.VmmArguments("print-pvh"), runs),
            FirstByteBenchmark.Run("vmm start to the guest's first byte, bzImage, wall", stage.Vmm, stage.VmmArguments("print-bzimage"), runs),
            FirstByteBenchmark.Run("jailer start to the guest's first byte, wall", stage.Jailer, stage.JailerArguments("spin"), runs),
        ]),
        ("start", () =>
        [
            .. StartBenchmark.Run("vmm start to guest shutdown", stage.Vmm, stage.VmmArguments("shutdown"), runs),
            .. StartBenchmark.Run("jailer start to guest shutdown", stage.Jailer, stage.JailerArguments("shutdown"), runs),
        ]),
        ("instance-start", () => [InstanceStartBenchmark.Run(stage, runs)]),
        ("memory", () => [MemoryBenchmark.Run(stage, runs)]),
        ("console", () => [ConsoleBenchmark.Run(stage, runs)]),
        ("filter-cost", () => FilterCostBenchmark.Run(stage, runs)),
        ("snapshot", () => SnapshotBenchmark.Run(stage, runs)),
        ("http", () => [.. HttpBenchmark.Run(stage, runs)]),
        ("api", () => ApiBenchmark.Run(stage, runs)),
        ("profile", () => ProfileBenchmark.Run(stage, Path.GetFullPath("seccomp-profiles"), runs)),
        ("spawn", () => [.. SpawnBenchmark.Run(stage), .. VersionBenchmark.Run(stage, runs)]),
        ("block", () => GuestContender.HasQemu ? BlockBenchmark.Run(stage) : []),
        ("network-memory", () => NetworkMemoryBenchmark.Run(stage, Math.Min(runs, NetworkBenchmark.MostPairs))),
        ("network", () => GuestContender.HasQemu ? NetworkBenchmark.Run(stage, Math.Min(runs, NetworkBenchmark.MostPairs)) : []),
        ("vsock", () => SocketBenchmark.Run(stage, Math.Min(runs, SocketBenchmark.MostPairs))),
        ("balloon", () => GuestContender.HasQemu ? BalloonBenchmark.Run(stage, Math.Min(runs, BalloonBenchmark.MostPairs)) : []),
        ("linux", () => File.Exists(Artifacts.GuestKernel) ? LinuxBenchmark.Run(stage) : []),
    ];
}
