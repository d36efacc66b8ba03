using Kiln.Vmm.Metrics;
using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Wire;

/// <summary>An object of the API: parsing, serialization and routes in one place. <see cref="ApiObjects"/> lists all of them.</summary>
internal abstract class ApiObject
{
    /// <summary>Returns the routes of the object, longer paths before their prefixes.</summary>
    internal abstract IEnumerable<ApiRoute> Routes(VmmMetrics metrics);
}
