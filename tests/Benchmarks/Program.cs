using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Benchmarks.Block;
using Kiln.Benchmarks.Spawn;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks;

/// <summary>
/// Measures the published binaries: <c>Kiln.Benchmarks ARTIFACTS RESULT.json [RUNS] [NAME]</c>, with a NAME only the benchmarks whose name it is
/// part of. Figures are medians; the machine decides them as much as the code does, so nothing here passes or fails.
/// </summary>
internal static class Program
{
    // Enough for a steady median on a noisy host.
    private const int DefaultRuns = 25;

    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true };

    private static int Main(string[] arguments)
    {
        string artifacts = Path.GetFullPath(arguments[0]);
        int runs = DefaultRuns;
        string wanted = "";
        foreach (string word in arguments[2..])
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
        using Stage stage = new(artifacts);
        (string Name, Func<IEnumerable<Figure>> Run)[] all = Benchmarks(stage, runs);
        Func<IEnumerable<Figure>>[] chosen =
            [.. all.Where(one => one.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(one => one.Run)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"there is no benchmark '{wanted}'; they are {string.Join(", ", all.Select(one => one.Name))}");
            return 1;
        }
        string json = JsonSerializer.Serialize(chosen.SelectMany(run => run()).ToArray(), _readable);
        File.WriteAllText(arguments[1], json + "\n");
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
        ("http", () => [.. HttpBenchmark.Run(stage, runs)]),
        ("api", () => ApiBenchmark.Run(stage, runs)),
        ("profile", () => ProfileBenchmark.Run(stage, Path.GetFullPath("seccomp-profiles"), runs)),
        ("spawn", () => [.. SpawnBenchmark.Run(stage), .. VersionBenchmark.Run(stage, runs)]),
        ("block", () => BlockContender.HasQemu ? BlockBenchmark.Run(stage) : []),
        ("linux", () => File.Exists(Artifacts.GuestKernel) ? LinuxBenchmark.Run(stage) : []),
    ];
}
