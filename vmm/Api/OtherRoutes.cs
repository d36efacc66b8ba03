using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control.Bodies;
using Kiln.Vmm.Control.Snapshots;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of snapshots and of the source of entropy. This version of Kiln has neither.</summary>
internal static class OtherRoutes
{
    private const string Cure = "start the guest from its kernel";

    /// <summary>Lists it.</summary>
    internal static IEnumerable<ApiRoute> All { get; } =
    [
        new(HttpMethod.Put, "/entropy", (in _, body) =>
        {
            ApiBody.Check(body, EntropyBody.Read);
            return Absence.Of("PUT /entropy", "leave it out; guests take entropy from the processor (RDRAND)");
        }),
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
