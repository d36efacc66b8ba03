using System.IO;
using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>What a monitor has saved is described, and checked, by a program that needs no KVM and runs under its filter.</summary>
public sealed class SnapshotToolTests : IDisposable
{
    private const string Disk = "disk.img";

    private readonly SnapshotJail _source = new();

    public SnapshotToolTests()
    {
        _source.Jail.StageDisk(Disk, 2);
        _source.Jail.Do("PUT", "/drives/data", $$"""{"drive_id": "data", "path_on_host": "{{Disk}}", "is_root_device": false}""");
        _source.Jail.Do("PUT", "/entropy", "{}");
        _source.Jail.StartGuest("spin");
        _source.Pause();
        _source.Create();
    }

    private string State => _source.Jail.PathOf(SnapshotJail.State);

    private string Memory => _source.Jail.PathOf(SnapshotJail.Memory);

    public void Dispose() => _source.Dispose();

    [Fact]
    public void ASnapshotIsDescribedByTheVersionThatIsSupported()
    {
        ProgramResult version = RunningProgram.Run(Artifacts.Vmm, "--snapshot-version");
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, "--describe-snapshot", State);

        Assert.Equal((0, "v11.0.0\n", ""), (version.Status, version.Output, version.Error));
        Assert.Equal((0, version.Output, ""), (result.Status, result.Output, result.Error));
    }

    [Fact]
    public void ASnapshotIsDescribedByWhatItHas()
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, "--format", "json", "--describe-snapshot", State);

        Assert.Equal((0, ""), (result.Status, result.Error));
        using JsonDocument description = JsonDocument.Parse(result.Output);
        JsonElement root = description.RootElement;
        Assert.Equal(1, root.GetProperty("vcpu_count").GetInt32());
        Assert.Equal(128, root.GetProperty("mem_size_mib").GetInt32());
        Assert.Equal("x86_64", root.GetProperty("architecture").GetString());
        Assert.Equal(
            ["serial", "keyboard", "drive", "entropy", "generation id", "clock"],
            root.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("kind").GetString()));
        JsonElement drive = root.GetProperty("devices")[2];
        Assert.Equal("data", drive.GetProperty("id").GetString());
        Assert.Equal(Disk, drive.GetProperty("path_on_host").GetString());
        Assert.Equal(2 << 20, drive.GetProperty("size_bytes").GetInt32());
    }

    [Fact]
    public void ASnapshotThatIsWholeCanBeLoaded()
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, "snapshot", "check", State, Memory);
        ProgramResult json = RunningProgram.Run(Artifacts.Vmm, "snapshot", "check", State, Memory, "--format", "json");

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.StartsWith("ok: 1 vCPU, 128 MiB, 6 devices; version 11.0.0, saved by Kiln v", result.Output, StringComparison.Ordinal);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
        Assert.Equal((0, ""), (json.Status, json.Error));
        Assert.Contains("\"ok\": true", json.Output, StringComparison.Ordinal);
    }

    // The disk lies elsewhere by then, and there may be no KVM where snapshots are kept.
    [Fact]
    public void ACheckOpensTheTwoFilesAloneAndIsConfinedBefore()
    {
        ProgramResult result = RunningProgram.Run("strace", "-f", "-e", "trace=openat,open,seccomp", Artifacts.Vmm, "snapshot", "check", State, Memory);

        Assert.Equal(0, result.Status);
        Assert.DoesNotContain("/dev/kvm", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Disk, result.Error, StringComparison.Ordinal);
        int filter = result.Error.IndexOf("SECCOMP_FILTER_FLAG_TSYNC", StringComparison.Ordinal);
        int state = result.Error.IndexOf(State, StringComparison.Ordinal);
        Assert.InRange(filter, 0, state);
        Assert.InRange(state, 0, result.Error.IndexOf(Memory, StringComparison.Ordinal));
    }

    [Fact]
    public void ADescriptionIsConfinedBeforeItOpensTheFile()
    {
        ProgramResult result = RunningProgram.Run("strace", "-f", "-e", "trace=openat,open,seccomp", Artifacts.Vmm, "--describe-snapshot", State);

        Assert.Equal(0, result.Status);
        Assert.DoesNotContain("/dev/kvm", result.Error, StringComparison.Ordinal);
        Assert.InRange(
            result.Error.IndexOf("SECCOMP_FILTER_FLAG_TSYNC", StringComparison.Ordinal), 0, result.Error.IndexOf(State, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIsDamagedIsRefusedByALine()
    {
        byte[] state = File.ReadAllBytes(State);
        state[state.Length / 2] ^= 4;
        File.WriteAllBytes(State, state);

        Refuse("field 'checksum': it is wrong, so the file is truncated or damaged: copy it again", "snapshot", "check", State, Memory);
        Refuse("field 'checksum': it is wrong, so the file is truncated or damaged: copy it again", "--describe-snapshot", State);
        ProgramResult json = RunningProgram.Run(Artifacts.Vmm, "snapshot", "check", State, Memory, "--format", "json");
        Assert.Equal((1, ""), (json.Status, json.Error));
        Assert.Contains("\"ok\": false", json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesThatAreNotThoseOfASnapshotAreRefusedByALine()
    {
        Refuse("it is more than 10000000, and a state has from 20 to 10000000 bytes", "snapshot", "check", Memory, State);
        Refuse($"{State}: it has ", "snapshot", "check", State, State);
        Refuse("the state file /no/such/file cannot be read: No such file or directory", "snapshot", "check", "/no/such/file", Memory);
        Refuse("the memory file /no/such/file cannot be read: No such file or directory", "snapshot", "check", State, "/no/such/file");
        Refuse("it is another program's: name a state file of Kiln", "--describe-snapshot", Path.Combine(Artifacts.Root, "Kiln.slnx"));
    }

    [Theory]
    [InlineData("snapshot has one command", "snapshot")]
    [InlineData("snapshot has one command", "snapshot", "frob")]
    [InlineData("needs two files", "snapshot", "check", "one")]
    [InlineData("'three' is not understood", "snapshot", "check", "one", "two", "three")]
    [InlineData("there is no format 'xml'", "snapshot", "check", "one", "two", "--format", "xml")]
    [InlineData("there is no format 'xml'", "--describe-snapshot", "one", "--format", "xml")]
    [InlineData("--format is of --describe-snapshot FILE, which is missing", "--format", "json")]
    public void AWrongCommandLineIsRefusedByALine(string reason, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, arguments);

        Assert.Equal((153, ""), (result.Status, result.Output));
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private static void Refuse(string reason, params string[] arguments)
    {
        ProgramResult result = RunningProgram.Run(Artifacts.Vmm, arguments);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith("vmm: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }
}
