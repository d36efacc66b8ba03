using System.IO;
using System.Security.Cryptography;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Drives;

/// <summary>The project's Linux, jailed and under all filters, on disks and with random numbers.</summary>
[Collection(BusyCollection.Name)]
public sealed class LinuxDriveTests
{
    private const string Root = "root.ext4";

    // Where KVM emulates the guest's kernel mode a boot takes half a minute, and two megabytes some ten seconds.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("Sync", 2)]
    [InlineData("Async", 1)]
    public void ALinuxLivesOnItsDiskWhichIsWholeAfterwards(string engine, int processors)
    {
        using TestJail jail = JailWithRoot();
        jail.StageDisk("first", path => File.WriteAllText(path, "the first disk".PadRight(4096, '.')));
        jail.StageDisk("second", path => File.WriteAllText(path, "another".PadRight(8192, '-')));
        jail.StageLinuxOnDisk(processors, "then=disks,swap", $$"""
            [{"drive_id": "data", "path_on_host": "first", "is_root_device": false, "is_read_only": true, "io_engine": "{{engine}}"},
             {"drive_id": "rootfs", "path_on_host": "{{Root}}", "is_root_device": true, "is_read_only": false, "cache_type": "Writeback",
              "io_engine": "{{engine}}"}]
            """);

        using RunningProgram program = RunningProgram.Start(
            Artifacts.Jailer, [.. jail.JailerArguments, "--", "--api-sock", "api.sock", "--config-file", "vm.json", "--level", "Off"]);
        program.WaitForOutput("linux: swap ready", _patience);
        using ApiClient client = new(jail.PathOf("api.sock"));
        Assert.Equal(204, client.Request("PATCH", "/drives/data", """{"drive_id": "data", "path_on_host": "second"}""").Status);
        program.Type("\n");
        ProgramResult result = program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains($"linux: processors={processors} ", result.Output, StringComparison.Ordinal);
        Assert.Contains("linux: root keeps 2097152 bytes", result.Output, StringComparison.Ordinal);
        Assert.Contains("linux: entropy\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("linux: second disk of 4096 bytes says the first disk.", result.Output, StringComparison.Ordinal);
        Assert.Contains("linux: second disk of 8192 bytes says another-", result.Output, StringComparison.Ordinal);
        AssertWhole(jail.PathOf(Root));
    }

    [Fact]
    public void AReadOnlyRootRefusesWrites()
    {
        const int ReadOnlyFileSystem = 30;
        using TestJail jail = JailWithRoot();
        byte[] before = SHA256.HashData(File.ReadAllBytes(jail.PathOf(Root)));
        jail.StageLinuxOnDisk(
            2, "then=disks",
            $$"""[{"drive_id": "rootfs", "path_on_host": "{{Root}}", "is_root_device": true, "is_read_only": true}]""",
            KernelImages.WithoutPvhNote(File.ReadAllBytes(Artifacts.GuestKernel)));

        using RunningProgram program = jail.Start();
        ProgramResult result = program.WaitForEnd(_patience);

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains($"linux: root refuses {ReadOnlyFileSystem}, its disk ", result.Output, StringComparison.Ordinal);
        Assert.Contains("linux: done", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, SHA256.HashData(File.ReadAllBytes(jail.PathOf(Root))));
    }

    private static TestJail JailWithRoot()
    {
        Requires.RootAndKvm();
        Requires.GuestKernel();
        TestJail jail = new();
        jail.StageDisk(Root, DiskImage.MakeRoot);
        return jail;
    }

    private static void AssertWhole(string image)
    {
        ProgramResult check = DiskImage.Check(image);
        Assert.True(check.Status == 0, check.Output + check.Error);
        ProgramResult data = RunningProgram.Run("debugfs", "-R", "stat /data", image);
        Assert.Contains("Size: 2097152", data.Output, StringComparison.Ordinal);
    }
}
