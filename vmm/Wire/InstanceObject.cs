using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>Information about the microVM, the monitor's version, and the description of the API.</summary>
internal sealed class InstanceObject : ApiObject
{
    /// <inheritdoc/>
    internal override IEnumerable<ApiRoute> Routes(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/", (in _, _) => new ApiRequest(null, ApiAnswer.Instance)) { Count = metrics.GetRequests.InstanceInfo },
        new(HttpMethod.Get, "/version", (in _, _) => new ApiRequest(null, ApiAnswer.Version)) { Count = metrics.GetRequests.Version },
        new(HttpMethod.Get, "/openapi.yaml", (in _, _) => new ApiRequest(null, ApiAnswer.Description)),
    ];
}
