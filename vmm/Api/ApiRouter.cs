using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>Finds the route of a request and parses it (sections 1.2 and 1.5 of the contract).</summary>
internal sealed class ApiRouter(VmmMetrics metrics)
{
    /// <summary>All routes, longer paths before their prefixes; made when the first request comes, which few monitors ever see.</summary>
    internal IReadOnlyList<ApiRoute> Routes => field ??= RoutesOf(ApiObjects.All, metrics);

    /// <exception cref="RequestFault">The request is unknown or invalid.</exception>
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

    private static List<ApiRoute> RoutesOf(ApiObject[] subjects, VmmMetrics metrics)
    {
        List<ApiRoute> routes = [];
        foreach (ApiObject subject in subjects)
        {
            routes.AddRange(subject.Routes(metrics));
        }
        return routes;
    }
}
