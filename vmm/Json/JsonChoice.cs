using System.Linq;

namespace Kiln.Vmm.Json;

/// <summary>Lists names as serde does.</summary>
internal static class JsonChoice
{
    /// <summary>For example <c>expected one of `a`, `b`, `c`</c>.</summary>
    /// <param name="what">What the names are, for when there are none.</param>
    /// <param name="names">The names.</param>
    internal static string Of(string what, IEnumerable<string> names) => names.Select(name => $"`{name}`").ToArray() switch
    {
        [] => $"there are no {what}",
        [var only] => $"expected {only}",
        [var first, var second] => $"expected {first} or {second}",
        var all => $"expected one of {string.Join(", ", all)}",
    };
}
