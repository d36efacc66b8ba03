using Kiln.Vmm.Api.Http;

namespace Kiln.Vmm.Api;

/// <summary>How messages and lines of the log have methods.</summary>
internal static class MethodNames
{
    /// <summary>As requests have it.</summary>
    /// <param name="method">One method.</param>
    internal static string InMessages(HttpMethod method) => method switch
    {
        HttpMethod.Get => "GET",
        HttpMethod.Put => "PUT",
        HttpMethod.Patch => "PATCH",
        _ => "DELETE",
    };

    /// <summary>As the log has it.</summary>
    /// <param name="method">One method.</param>
    internal static string InLog(HttpMethod method) => method switch
    {
        HttpMethod.Get => "Get",
        HttpMethod.Put => "Put",
        HttpMethod.Patch => "Patch",
        _ => "Delete",
    };
}
