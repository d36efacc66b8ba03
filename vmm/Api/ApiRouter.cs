using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Api;

/// <summary>Finds out what a request asks for: sections 1.2 and 1.5 of the contract.</summary>
/// <param name="metrics">Count requests.</param>
internal sealed class ApiRouter(VmmMetrics metrics)
{
    /// <summary>All that can be asked for, with what is below a path before the path.</summary>
    internal ApiRoute[] Routes { get; } =
        [.. MachineRoutes.Of(metrics), .. StorageRoutes.Of(metrics), .. NetworkRoutes.Of(metrics), .. MemoryRoutes.Of(metrics), .. OtherRoutes.All];

    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RequestFault">It asks for nothing that there is, or cannot be read.</exception>
    internal ApiRequest Read(in HttpRequest request)
    {
        RequestPath path = new(request.Path);
        PathRules.CheckBody(request.Method, path, !request.Body.IsEmpty);
        if (PathRules.BelowKnown(request.Method, path) is { } fault)
        {
            throw fault;
        }
        foreach (ApiRoute route in Routes)
        {
            if (route.Method == request.Method && route.Takes(path))
            {
                return route.Read(path, request.Body);
            }
        }
        throw PathRules.Unknown(request.Method, path);
    }
}
