using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of drives and persistent memory. This version of Kiln does not have the latter, and drives stay as long as the guest.</summary>
internal static class StorageRoutes
{
    private const string Cure = "leave it out, and give the guest a drive";

    private const string NothingToChange = "no microVM of it has one to change";

    /// <summary>Lists it.</summary>
    /// <param name="metrics">Count requests.</param>
    internal static IEnumerable<ApiRoute> Of(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/drives/{drive_id}", (in path, body) => PutDrive(ResourceId.Read(path), ApiBody.Read(body, DriveBody.Read)))
        {
            Counters = metrics.PutRequests.Drive,
        },
        new(HttpMethod.Patch, "/drives/{drive_id}", (in path, body) => PatchDrive(ResourceId.Read(path), ApiBody.Read(body, DrivePatchBody.Read)))
        {
            Counters = metrics.PatchRequests.Drive,
        },
        new(HttpMethod.Delete, "/drives/{drive_id}", (in path, _) => Remove("DELETE /drives", path)),
        new(HttpMethod.Put, "/pmem/{id}", (in path, body) =>
        {
            ResourceId.CheckSame(ResourceId.Read(path), ApiBody.Read(body, PmemBody.Read).Id);
            return Absence.Of("PUT /pmem", Cure);
        })
        {
            Counters = metrics.PutRequests.Pmem,
        },
        new(HttpMethod.Patch, "/pmem/{id}", (in path, body) =>
        {
            ResourceId.CheckSame(ResourceId.Read(path), ApiBody.Read(body, PmemPatchBody.Read).Id);
            return Absence.Of("PATCH /pmem", NothingToChange);
        })
        {
            Counters = metrics.PatchRequests.Pmem,
        },
        new(HttpMethod.Delete, "/pmem/{id}", (in path, _) => Remove("DELETE /pmem", path)),
    ];

    private static ApiRequest PutDrive(string id, DriveConfiguration drive)
    {
        ResourceId.CheckSame(id, drive.Id);
        return new ApiRequest(new InsertBlockDevice(drive));
    }

    private static ApiRequest PatchDrive(string id, DriveUpdate update)
    {
        ResourceId.CheckSame(id, update.Id);
        return new ApiRequest(new UpdateBlockDevice(update));
    }

    private static ApiRequest Remove(string what, in RequestPath path)
    {
        ResourceId.Check(path);
        return Absence.Of(what, NothingToChange);
    }
}
