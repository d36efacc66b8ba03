using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of devices that give and take memory. This version of Kiln has none.</summary>
internal static class MemoryRoutes
{
    private const string Cure = "leave it out, and size the guest by mem_size_mib";

    /// <summary>Lists it.</summary>
    /// <param name="metrics">Count requests.</param>
    internal static IEnumerable<ApiRoute> Of(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/balloon/statistics", (in _, _) => Absence.Of("GET /balloon/statistics", Cure)),
        new(HttpMethod.Patch, "/balloon/statistics", (in _, body) =>
        {
            ApiBody.Check(body, BalloonStatisticsBody.Read);
            return Absence.Of("PATCH /balloon/statistics", Cure);
        }),
        new(HttpMethod.Patch, "/balloon/hinting/start", (in _, body) =>
        {
            if (!body.IsEmpty)
            {
                ApiBody.Check(body, BalloonHintingBody.Read);
            }
            return Absence.Of("PATCH /balloon/hinting/start", Cure);
        }),
        new(HttpMethod.Get, "/balloon/hinting/status", (in _, _) => Absence.Of("GET /balloon/hinting/status", Cure)),
        new(HttpMethod.Patch, "/balloon/hinting/stop", (in _, _) => Absence.Of("PATCH /balloon/hinting/stop", Cure)),
        new(HttpMethod.Get, "/balloon", (in _, _) => Absence.Of("GET /balloon", Cure)),
        new(HttpMethod.Put, "/balloon", (in _, body) =>
        {
            ApiBody.Check(body, BalloonBody.Read);
            return Absence.Of("PUT /balloon", Cure);
        }),
        new(HttpMethod.Patch, "/balloon", (in _, body) =>
        {
            ApiBody.Check(body, BalloonPatchBody.Read);
            return Absence.Of("PATCH /balloon", Cure);
        }),
        new(HttpMethod.Get, "/hotplug/memory", (in _, _) => Absence.Of("GET /hotplug/memory", Cure))
        {
            Count = metrics.GetRequests.HotplugMemory,
        },
        new(HttpMethod.Put, "/hotplug/memory", (in _, body) => Absence.Unless(
            Absence.Of("PUT /hotplug/memory", Cure),
            "Memory hotplug config error: ",
            ApiBody.Read(body, MemoryHotplugBody.Read).ReasonAgainst))
        {
            Counters = metrics.PutRequests.HotplugMemory,
        },
        new(HttpMethod.Patch, "/hotplug/memory", (in _, body) =>
        {
            ApiBody.Check(body, MemoryHotplugPatchBody.Read);
            return Absence.Of("PATCH /hotplug/memory", Cure);
        })
        {
            Counters = metrics.PatchRequests.HotplugMemory,
        },
    ];
}
