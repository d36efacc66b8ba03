using System.IO;
using System.Text.Json;
using Kiln.Fuzz.Running;
using Kiln.Fuzz.Targets;
using Kiln.Fuzz.Targets.Balloon;
using Kiln.Fuzz.Targets.Jailer;
using Kiln.Fuzz.Targets.Mmds;
using Kiln.Fuzz.Targets.Snapshot;
using Kiln.Fuzz.Targets.State;
using Kiln.Fuzz.Targets.Virtio;

namespace Kiln.Fuzz;

/// <summary>Fuzzes a parser. The summary goes to standard output as JSON, progress to standard error.</summary>
internal static class Program
{
    private const int Clean = 0;
    private const int Found = 1;
    private const int Misused = 2;

    // Relative to the current directory, which is the repository's root in a build.
    private const string FindingsPath = "artifacts/fuzz";

    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private static int Main(string[] arguments)
    {
        if (FuzzOptions.Parse(arguments) is not { } options || TargetOf(options) is not { } target)
        {
            Console.Error.WriteLine(FuzzOptions.Usage);
            return Misused;
        }
        FindingStore store = new(Path.GetFullPath(FindingsPath), target.Name, options.Seed);
        FuzzSummary summary = new FuzzRun(options.Plant ? new PlantedTarget(target) : target, options, store).Run();
        Console.WriteLine(JsonSerializer.Serialize(summary, _readable));
        return summary.IsClean ? Clean : Found;
    }

    private static IFuzzTarget? TargetOf(FuzzOptions options) => options.Target switch
    {
        "profiles" => new ProfileTarget(SeedFiles.Read("profiles", options.Corpus)),
        "filter-set" => new FilterSetTarget(SeedFiles.Read("filter-set", options.Corpus)),
        "jailer-options" => new CommandLineTarget(),
        "cgroup-files" => new MountTarget(),
        "accounts" => new AccountTarget(),
        "json" => new JsonTarget(SeedFiles.Read("json", options.Corpus)),
        "http" => new HttpTarget(SeedFiles.Read("http", options.Corpus)),
        "mmds-http" => new MetadataTarget(SeedFiles.Read("mmds-http", options.Corpus)),
        "virtio" => VirtioTarget.OfAllDevices(options.Plant),
        "net" => VirtioTarget.OfNetworks(options.Plant),
        "vsock" => VirtioTarget.OfSockets(options.Plant),
        "balloon" => new BalloonTarget(options.Plant),
        "state" => new StateTarget(),
        "snapshot" => new SnapshotTarget(SeedFiles.Read("snapshot", options.Corpus)),
        "mmds-frames" => new MmdsFrameTarget(),
        "api" => new ApiTarget(SeedFiles.Read("api", options.Corpus)),
        _ => null,
    };
}
