using System.IO;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>
/// A driver resets its disk while requests are in flight that the host cannot complete. Their results are reported on the vmm thread: a vCPU
/// thread is not allowed to, and would end the monitor with status 148.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class ResetTests
{
    // Room for the monitor's copy and a guest, and some megabytes of the disk's 64.
    private const int HostMebibytes = 12;
    private const int DiskMebibytes = 64;

    [Theory]
    [InlineData("Sync", 1, 200)]
    [InlineData("Async", 1, 1000)]
    [InlineData("Async", 2, 1000)]
    public void AResetWithFailingRequestsUnderWayIsDoneWhenItsWriteReturns(string engine, int processors, int times)
    {
        Requires.RootAndKvm();
        using TestJail jail = new();
        using SmallFileSystem full = new(jail, HostMebibytes);
        Stage(jail, engine, processors, times);

        ProgramResult result = jail.Run();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains($"disk: reset {times} times\n", result.Output, StringComparison.Ordinal);
    }

    private static void Stage(TestJail jail, string engine, int processors, int times)
    {
        jail.Stage("kernel", File.ReadAllBytes(Artifacts.Guest("disk")));
        jail.StageDisk("disk", path =>
        {
            using FileStream image = new(path, FileMode.CreateNew);
            image.SetLength(DiskMebibytes << 20);
        });
        jail.StageConfiguration($$"""
            {
              "boot-source": {"kernel_image_path": "kernel", "boot_args": {{JsonSerializer.Serialize($"mode=reset times={times}")}}},
              "drives": [{"drive_id": "disk", "path_on_host": "disk", "is_root_device": false, "is_read_only": false, "io_engine": "{{engine}}"}],
              "machine-config": {"vcpu_count": {{processors}}, "mem_size_mib": 128}
            }
            """);
    }
}
