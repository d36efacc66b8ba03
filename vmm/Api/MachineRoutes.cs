using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Control;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Api;

/// <summary>What there is to ask of the machine as a whole, and of the monitor.</summary>
internal static class MachineRoutes
{
    private static readonly MachineConfigurationUpdate _noChange = new();

    /// <summary>Lists it.</summary>
    /// <param name="metrics">Count requests.</param>
    internal static IEnumerable<ApiRoute> Of(VmmMetrics metrics) =>
    [
        new(HttpMethod.Get, "/", (in _, _) => new ApiRequest(null, ApiAnswer.Instance)) { Count = metrics.GetRequests.InstanceInfo },
        new(HttpMethod.Get, "/version", (in _, _) => new ApiRequest(null, ApiAnswer.Version)) { Count = metrics.GetRequests.Version },
        new(HttpMethod.Get, "/metrics", (in _, _) => new ApiRequest(null, ApiAnswer.Metrics)),
        new(HttpMethod.Get, "/openapi.yaml", (in _, _) => new ApiRequest(null, ApiAnswer.Description)),
        new(HttpMethod.Get, "/vm/config", (in _, _) => new ApiRequest(null, ApiAnswer.Configuration)),
        new(HttpMethod.Patch, "/vm", (in _, body) => new ApiRequest(ApiBody.Read(body, VmStateBody.Read))),
        new(HttpMethod.Put, "/actions", (in _, body) => new ApiRequest(ApiBody.Read(body, ActionBody.Read)))
        {
            Counters = metrics.PutRequests.Actions,
        },
        new(HttpMethod.Get, "/machine-config", (in _, _) => new ApiRequest(null, ApiAnswer.Machine))
        {
            Count = metrics.GetRequests.MachineConfiguration,
        },
        new(HttpMethod.Put, "/machine-config", (in _, body) => Configure("PUT", ApiBody.Read(body, MachineConfigurationBody.Read)))
        {
            Counters = metrics.PutRequests.MachineConfiguration,
        },
        new(HttpMethod.Patch, "/machine-config", (in _, body) => Reconfigure(ApiBody.Read(body, MachineConfigurationBody.ReadPart)))
        {
            Counters = metrics.PatchRequests.MachineConfiguration,
        },
        new(HttpMethod.Put, "/boot-source", (in _, body) => new ApiRequest(new ConfigureBootSource(ApiBody.Read(body, BootSourceBody.Read))))
        {
            Counters = metrics.PutRequests.BootSource,
        },
        new(HttpMethod.Put, "/cpu-config", (in _, body) => new ApiRequest(new ConfigureProcessors(ApiBody.Read(body, CpuTemplateBody.Read))))
        {
            Counters = metrics.PutRequests.CpuConfiguration,
        },
        new(HttpMethod.Put, "/serial", (in _, body) => new ApiRequest(new ConfigureSerial(ApiBody.Read(body, SerialBody.Read))))
        {
            Counters = metrics.PutRequests.Serial,
        },
        new(HttpMethod.Put, "/logger", (in _, body) => new ApiRequest(new ConfigureLogger(ApiBody.Read(body, LoggerBody.Read))))
        {
            Counters = metrics.PutRequests.Logger,
        },
        new(HttpMethod.Put, "/metrics", (in _, body) => new ApiRequest(new ConfigureMetrics(ApiBody.Read(body, MetricsBody.Read))))
        {
            Counters = metrics.PutRequests.Metrics,
        },
    ];

    private static ApiRequest Reconfigure(MachineConfigurationUpdate update) =>
        update == _noChange ? throw new RequestFault(PathRules.EmptyPatch) : Configure("PATCH", update);

    private static ApiRequest Configure(string method, MachineConfigurationUpdate update) => new(new ConfigureMachine(update))
    {
        Deprecation = update.Template is null ? null : $"{method} /machine-config: cpu_template field is deprecated.",
    };
}
