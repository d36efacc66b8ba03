using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of the source of entropy, and of snapshots, which this version of Kiln does not have.</summary>
internal static class OtherRoutes
{
    private const string Cure = "start the guest from its kernel";

    /// <summary>Lists it.</summary>
    internal static IEnumerable<ApiRoute> All { get; } =
    [
        new(HttpMethod.Put, "/entropy", (in _, body) => new ApiRequest(new SetEntropyDevice(ApiBody.Read(body, EntropyBody.Read)))),
        new(HttpMethod.Put, "/snapshot/create", (in _, body) =>
        {
            ApiBody.Check(body, SnapshotCreateBody.Read);
            return Absence.Of("PUT /snapshot/create", Cure);
        }),
        new(HttpMethod.Put, "/snapshot/load", (in _, body) => Load(ApiBody.Read(body, SnapshotLoadBody.Read))),
    ];

    // What is missing or too much is said as if the object could not be read, but without a place.
    private static ApiRequest Load(SnapshotLoading snapshot) =>
        snapshot.ReasonAgainst is { } reason ? throw ApiBody.Fault(reason) : Absence.Of("PUT /snapshot/load", Cure) with
        {
            Deprecation = snapshot is { MemoryPath: not null } or { EnableDiffSnapshots: true }
                ? "PUT /snapshot/load: mem_file_path and enable_diff_snapshots fields are deprecated."
                : null,
        };
}
