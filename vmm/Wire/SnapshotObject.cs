using Kiln.Vmm.Control;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>The routes of snapshots. This version of Kiln has full ones, loaded from a file.</summary>
internal sealed class SnapshotObject : ApiObject
{
    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/snapshot/create", (in _, body) => Create(ApiBody.Read(body, SnapshotCreateBody.Read))),
        new(HttpMethod.Put, "/snapshot/load", (in _, body) => Load(ApiBody.Read(body, SnapshotLoadBody.Read))),
    ];

    private static ApiRequest Create(SnapshotCreation snapshot) => snapshot.Kind == SnapshotKind.Diff
        ? Absence.Of("PUT /snapshot/create with snapshot_type Diff", "leave the field out for a Full one")
        : new ApiRequest(new CreateSnapshot(snapshot));

    // Missing and conflicting fields are reported like a parse error, but without line and column.
    private static ApiRequest Load(LoadSnapshot load) => load.Request switch
    {
        { ReasonAgainst: { } reason } => throw ApiBody.Fault(reason),
        { Memory.Kind: MemoryBackendKind.Uffd } => Absence.Of("PUT /snapshot/load with backend_type Uffd", "name a memory file by backend_type File"),
        var snapshot => new ApiRequest(load) with
        {
            Deprecation = snapshot is { MemoryPath: not null } or { EnableDiffSnapshots: true }
                ? "PUT /snapshot/load: mem_file_path and enable_diff_snapshots fields are deprecated."
                : null,
        },
    };
}
