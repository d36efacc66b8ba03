using System.Linq;
using Kiln.Vmm.Model.Snapshots;
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
        SnapshotLoading snapshot = Whole<SnapshotLoading>("LoadSnapshotConfig");

        Assert.Equal([new NetworkOverride("eth0", "tap1")], snapshot.Networks);
        Assert.Equal(
            new SnapshotLoading("/s")
            {
                MemoryPath = "/m",
                Memory = new MemoryBackend("/m", MemoryBackendKind.Uffd),
                EnableDiffSnapshots = true,
                TrackDirtyPages = true,
                Resume = true,
                Networks = snapshot.Networks,
                VsockPath = "/v",
                SetsClock = true,
                Pages = RestoredPages.Reserved,
            },
            snapshot);
    }

    [Theory]
    [InlineData("", "missing field: either `mem_backend` or `mem_file_path` is required")]
    [InlineData(", \"mem_backend\": null, \"mem_file_path\": null", "missing field: either `mem_backend` or `mem_file_path` is required")]
    [InlineData(", \"mem_file_path\": \"m\"", null)]
    [InlineData(", \"mem_backend\": {\"backend_path\": \"m\", \"backend_type\": \"File\"}", null)]
    [InlineData(
        ", \"mem_file_path\": \"m\", \"mem_backend\": {\"backend_path\": \"m\", \"backend_type\": \"File\"}",
        "too many fields: either `mem_backend` or `mem_file_path` exclusively is required")]
    public void MemoryComesFromOnePlace(string fields, string? reason) =>
        Assert.Equal(reason, BodyKind.Take(SnapshotLoadBody.Read, $"{{\"snapshot_path\": \"s\"{fields}}}").ReasonAgainst);

    internal static T Whole<T>(string name)
    {
        BodyKind kind = BodyKinds.All.Single(body => body.Name == name);
        return Assert.IsType<T>(BodyKind.Take(kind.Read, BodyKind.TextOf(kind.Fields)));
    }
}
