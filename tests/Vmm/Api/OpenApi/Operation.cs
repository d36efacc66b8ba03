namespace Kiln.Vmm.Tests.Api.OpenApi;

/// <summary>An operation of the description.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The path, with the names of what varies in braces.</param>
/// <param name="Id">Its name in generated clients.</param>
/// <param name="IsLive">Whether this version has it.</param>
/// <param name="Body">The schema of the request body, or null.</param>
/// <param name="Answer">The schema of the JSON response, or null.</param>
internal sealed record Operation(string Method, string Path, string Id, bool IsLive, string? Body, string? Answer)
{
    /// <summary>A path that is one of it.</summary>
    internal string AnyPath => Path.Contains('{', StringComparison.Ordinal) ? $"{Path[..Path.IndexOf('{', StringComparison.Ordinal)]}a" : Path;
}
