using System.Linq;
using Kiln.Vmm.Control;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.Tests.Mmds.Data;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Wire;

/// <summary>What is asked of snapshots, and that a guest's memory comes from one place.</summary>
public sealed class SnapshotBodyTests
{
    [Fact]
    public void ACreationIsWhatIsSaid()
    {
        Assert.Equal(new SnapshotCreation("/s", "/m", SnapshotKind.Diff), Whole<SnapshotCreation>("CreateSnapshotParams"));
        Assert.Equal(
            new SnapshotCreation("s", "m"), BodyKind.Take(SnapshotCreateBody.Read, """{"mem_file_path": "m", "snapshot_path": "s"}"""));
    }

    [Fact]
    public void ALoadingIsWhatIsSaid()
    {
        LoadSnapshot load = Whole<LoadSnapshot>("LoadSnapshotConfig");
        SnapshotLoading snapshot = load.Request;

        Assert.Equal([new NetworkOverride("eth0", "tap1")], snapshot.Networks);
        Assert.Equal([new DriveOverride("rootfs", "/d", DriveLock.Off)], snapshot.Drives);
        Assert.Equal(
            new SnapshotLoading("/s")
            {
                MemoryPath = "/m",
                Memory = new MemoryBackend("/m", MemoryBackendKind.Uffd),
                EnableDiffSnapshots = true,
                TrackDirtyPages = true,
                Resume = true,
                Networks = snapshot.Networks,
                Drives = snapshot.Drives,
                VsockPath = "/v",
                SetsClock = true,
                Pages = RestoredPages.Reserved,
            },
            snapshot);
        Assert.Equal("""{"a":[1]}""", load.Metadata!.Text());
    }

    [Theory]
    [InlineData("Full", SnapshotKind.Full)]
    [InlineData("Diff", SnapshotKind.Diff)]
    internal void ASnapshotIsOfTheKindThatIsNamed(string name, SnapshotKind kind) => Assert.Equal(
        kind,
        BodyKind.Take(
            SnapshotCreateBody.Read, $$"""{"snapshot_type": "{{name}}", "mem_file_path": "m", "snapshot_path": "s"}""").Kind);

    [Theory]
    [InlineData("Snapshot", RestoredPages.Snapshot)]
    [InlineData("None", RestoredPages.None)]
    [InlineData("Transparent", RestoredPages.Transparent)]
    [InlineData("2M", RestoredPages.Reserved)]
    internal void PagesAreRestoredAsIsNamed(string name, RestoredPages pages) => Assert.Equal(
        pages, BodyKind.Take(SnapshotLoadBody.Read, $$"""{"snapshot_path": "s", "mem_file_path": "m", "huge_pages": "{{name}}"}""").Request.Pages);

    [Theory]
    [InlineData("", null)]
    [InlineData(", \"lock\": null", null)]
    [InlineData(", \"lock\": \"on\"", DriveLock.On)]
    [InlineData(", \"lock\": \"warn\"", DriveLock.Warn)]
    [InlineData(", \"lock\": \"off\"", DriveLock.Off)]
    internal void AFileIsLockedAsIsNamed(string field, DriveLock? mode) => Assert.Equal(
        new DriveOverride("d", "/d", mode), BodyKind.Take(DriveOverrideBody.Read, $"{{\"drive_id\": \"d\", \"path_on_host\": \"/d\"{field}}}"));

    [Theory]
    [InlineData("File", MemoryBackendKind.File)]
    [InlineData("Uffd", MemoryBackendKind.Uffd)]
    internal void MemoryComesFromWhatIsNamed(string name, MemoryBackendKind kind) => Assert.Equal(
        new MemoryBackend("m", kind), BodyKind.Take(MemoryBackendBody.Read, $$"""{"backend_type": "{{name}}", "backend_path": "m"}"""));

    [Theory]
    [InlineData("", "missing field: either `mem_backend` or `mem_file_path` is required")]
    [InlineData(", \"mem_backend\": null, \"mem_file_path\": null", "missing field: either `mem_backend` or `mem_file_path` is required")]
    [InlineData(", \"mem_file_path\": \"m\"", null)]
    [InlineData(", \"mem_backend\": {\"backend_path\": \"m\", \"backend_type\": \"File\"}", null)]
    [InlineData(
        ", \"mem_file_path\": \"m\", \"mem_backend\": {\"backend_path\": \"m\", \"backend_type\": \"File\"}",
        "too many fields: either `mem_backend` or `mem_file_path` exclusively is required")]
    public void MemoryComesFromOnePlace(string fields, string? reason) =>
        Assert.Equal(reason, BodyKind.Take(SnapshotLoadBody.Read, $"{{\"snapshot_path\": \"s\"{fields}}}").Request.ReasonAgainst);

    internal static T Whole<T>(string name)
    {
        BodyKind kind = BodyKinds.All.Single(body => body.Name == name);
        return Assert.IsType<T>(BodyKind.Take(kind.Read, BodyKind.TextOf(kind.Fields)));
    }
}
