using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>A snapshot's drive is locked as it was saved, unless whoever loads it says otherwise.</summary>
[Collection(BusyCollection.Name)]
public sealed class LockedImageTests : IDisposable
{
    private const string Disk = "disk.img";

    // Its monitor goes on, and so keeps the disk.
    private readonly SnapshotJail _source = new();

    public LockedImageTests()
    {
        _source.Jail.StageDisk(Disk, 1);
        _source.Jail.Do("PUT", "/drives/data", $$"""{"drive_id": "data", "path_on_host": "{{Disk}}", "is_root_device": false}""");
        _source.Jail.StartGuest("spin");
        _source.Pause();
        _source.Create();
    }

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(", \"lock\": null")]
    [InlineData(", \"lock\": \"on\"")]
    public void AnImageThatAnotherJailHasLockedIsRefused(string mode)
    {
        using SnapshotJail jail = Ready();

        Answer answer = Load(jail, mode);

        Assert.Equal(400, answer.Status);
        Assert.Contains(
            $"Drive data: {Disk} is in use by another process (read-write); end that process, give the drive another file, or set its lock to off",
            answer.Body,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData("warn", true)]
    public void AnImageThatAnotherJailHasLockedIsLoadedWhereItsLockIsNot(string mode, bool isWarned)
    {
        using SnapshotJail jail = Ready();

        Answer answer = Load(jail, $", \"lock\": \"{mode}\"");

        Assert.True(answer.Status == 204, answer.Body);
        string warning = $"Drive data: {Disk} is in use by another process (read-write); it is used all the same";
        Assert.Equal(isWarned, jail.Jail.Log.Contains(warning, StringComparison.Ordinal));
        string configuration = jail.Jail.Request("GET", "/vm/config").Body.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains($"\"lock\":\"{mode}\"", configuration, StringComparison.Ordinal);
    }

    // One file has names in both jails.
    private SnapshotJail Ready()
    {
        SnapshotJail jail = new();
        jail.Take(_source, SnapshotJail.State);
        jail.Take(_source, SnapshotJail.Memory);
        Assert.Equal(0, Syscall.link(_source.Jail.PathOf(Disk), jail.Jail.PathOf(Disk)));
        return jail;
    }

    private static Answer Load(SnapshotJail jail, string mode) => jail.Jail.Request(
        "PUT", "/snapshot/load", SnapshotJail.Load + $$""", "drive_overrides": [{"drive_id": "data", "path_on_host": "{{Disk}}"{{mode}}}]}""");
}
