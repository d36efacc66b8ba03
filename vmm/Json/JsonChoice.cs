namespace Kiln.Vmm.Json;

/// <summary>Formats the expected names as serde does.</summary>
internal static class JsonChoice
{
    /// <summary>Returns, for example, <c>expected one of `a`, `b`, `c`</c>.</summary>
    /// <param name="what">The kind of name, for the case that there are none.</param>
    internal static string Of(string what, string[] names) => Array.ConvertAll(names, name => $"`{name}`") switch
    {
        [] => $"there are no {what}",
        [var only] => $"expected {only}",
        [var first, var second] => $"expected {first} or {second}",
        var all => $"expected one of {string.Join(", ", all)}",
    };
}
