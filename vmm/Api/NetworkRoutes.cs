using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of what connects a guest. This version of Kiln has none of it.</summary>
internal static class NetworkRoutes
{
    private const string Cure = "leave it out; a guest has its serial port";

    private const string MetadataCure = "leave it out, and tell the guest by boot_args or its initial RAM disk";

    private const string NothingToChange = "no microVM of it has one to change";

    /// <summary>Lists it.</summary>
    /// <param name="metrics">Count requests.</param>
    internal static IEnumerable<ApiRoute> Of(VmmMetrics metrics) =>
    [
        new(HttpMethod.Put, "/network-interfaces/{iface_id}", (in path, body) =>
            Attach(ResourceId.Read(path), ApiBody.Read(body, NetworkInterfaceBody.Read)))
        {
            Counters = metrics.PutRequests.Network,
        },
        new(HttpMethod.Patch, "/network-interfaces/{iface_id}", (in path, body) =>
        {
            CheckSame(ResourceId.Read(path), ApiBody.Read(body, NetworkInterfacePatchBody.Read).Id);
            return Absence.Of("PATCH /network-interfaces", NothingToChange);
        })
        {
            Counters = metrics.PatchRequests.Network,
        },
        new(HttpMethod.Delete, "/network-interfaces/{iface_id}", (in path, _) =>
        {
            ResourceId.Check(path);
            return Absence.Of("DELETE /network-interfaces", NothingToChange);
        }),
        new(HttpMethod.Put, "/vsock", (in _, body) => Connect(ApiBody.Read(body, VsockBody.Read)))
        {
            Counters = metrics.PutRequests.Vsock,
        },
        new(HttpMethod.Put, "/mmds/config", (in _, body) => Offer(ApiBody.Read(body, MmdsConfigurationBody.Read)))
        {
            Counters = metrics.PutRequests.Mmds,
        },
        new(HttpMethod.Get, "/mmds", (in _, _) => Absence.Of("GET /mmds", MetadataCure)) { Count = metrics.GetRequests.Mmds },
        new(HttpMethod.Put, "/mmds", (in _, body) => Tell("PUT /mmds", body)) { Counters = metrics.PutRequests.Mmds },
        new(HttpMethod.Patch, "/mmds", (in _, body) => Tell("PATCH /mmds", body)) { Counters = metrics.PatchRequests.Mmds },
    ];

    private static ApiRequest Attach(string id, NetworkInterfaceConfiguration network)
    {
        CheckSame(id, network.Id);
        return Absence.Unless(Absence.Of("PUT /network-interfaces", Cure), "Network config error: ", network.ReasonAgainst);
    }

    private static ApiRequest Connect(VsockConfiguration vsock) => Absence.Of("PUT /vsock", Cure) with
    {
        Deprecation = vsock.Id is null ? null : "PUT /vsock: vsock_id field is deprecated.",
    };

    private static ApiRequest Offer(MmdsConfiguration metadata) =>
        Absence.Unless(Absence.Of("PUT /mmds/config", MetadataCure), "MMMDS config error: ", metadata.ReasonAgainst) with
        {
            Deprecation = metadata.Version == MmdsVersion.V1 ? "PUT /mmds/config: V1 is deprecated. Use V2 instead." : null,
        };

    private static ApiRequest Tell(string what, ReadOnlySpan<byte> body)
    {
        ApiBody.ReadThrough(body, MmdsDataBody.Read);
        return Absence.Of(what, MetadataCure);
    }

    private static void CheckSame(string id, string other)
    {
        if (id != other)
        {
            throw new RequestFault($"The id from the path [{id}] does not match the id from the body [{other}]!");
        }
    }
}
