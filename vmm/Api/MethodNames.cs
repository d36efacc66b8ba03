using Kiln.Vmm.Wire.Requests;

namespace Kiln.Vmm.Api;

/// <summary>The names of methods in messages and in the log.</summary>
internal static class MethodNames
{
    /// <summary>Returns the name as in HTTP.</summary>
    internal static string InMessages(HttpMethod method) => method switch
    {
        HttpMethod.Get => "GET",
        HttpMethod.Put => "PUT",
        HttpMethod.Patch => "PATCH",
        _ => "DELETE",
    };

    /// <summary>Returns the name as Firecracker's log has it.</summary>
    internal static string InLog(HttpMethod method) => method switch
    {
        HttpMethod.Get => "Get",
        HttpMethod.Put => "Put",
        HttpMethod.Patch => "Patch",
        _ => "Delete",
    };
}
