using System.IO;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;

namespace Kiln.Benchmarks;

/// <summary>
/// Measures the published binaries: <c>Kiln.Benchmarks ARTIFACTS RESULT.json [RUNS]</c>. Figures are medians; the machine decides them as
/// much as the code does, so nothing here passes or fails.
/// </summary>
internal static class Program
{
    // Enough for a steady median on a noisy host.
    private const int DefaultRuns = 25;

    private static readonly JsonSerializerOptions _readable = new() { WriteIndented = true };

    private static int Main(string[] arguments)
    {
        string artifacts = Path.GetFullPath(arguments[0]);
        int runs = arguments.Length > 2 ? int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture) : DefaultRuns;
        using Stage stage = new(artifacts);
        List<Figure> figures =
        [
            FirstByteBenchmark.Run("vmm start to the guest's first byte, wall", stage.Vmm, stage.VmmArguments("spin"), runs),
            FirstByteBenchmark.Run("vmm start to the guest's first byte, ELF by PVH, wall", stage.Vmm, stage.VmmArguments("print-pvh"), runs),
            FirstByteBenchmark.Run("vmm start to the guest's first byte, bzImage, wall", stage.Vmm, stage.VmmArguments("print-bzimage"), runs),
            FirstByteBenchmark.Run("jailer start to the guest's first byte, wall", stage.Jailer, stage.JailerArguments("spin"), runs),
            .. StartBenchmark.Run("vmm start to guest shutdown", stage.Vmm, stage.VmmArguments("shutdown"), runs),
            .. StartBenchmark.Run("jailer start to guest shutdown", stage.Jailer, stage.JailerArguments("shutdown"), runs),
            InstanceStartBenchmark.Run(stage, runs),
            MemoryBenchmark.Run(stage, runs),
            ConsoleBenchmark.Run(stage, runs),
            .. FilterCostBenchmark.Run(stage, runs),
            .. HttpBenchmark.Run(stage, runs),
            .. ProfileBenchmark.Run(stage, Path.GetFullPath("seccomp-profiles"), runs),
            .. File.Exists(Artifacts.GuestKernel) ? LinuxBenchmark.Run(stage) : [],
        ];
        string json = JsonSerializer.Serialize(figures, _readable);
        File.WriteAllText(arguments[1], json + "\n");
        Console.WriteLine(json);
        return 0;
    }
}
