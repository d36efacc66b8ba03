namespace Kiln.Testing.Vmm.Api;

/// <summary>The response to a request.</summary>
/// <param name="Body">The body; empty when there is none.</param>
/// <param name="IsDeprecated">Whether the deprecation header is present.</param>
internal sealed record Reply(int Status, string Body, bool IsDeprecated)
{
    private const string Before = "{\"fault_message\":\"";
    private const string After = "\"}";

    /// <summary>The text of the fault message, still escaped; null when the body has none.</summary>
    internal string? Fault => Body.StartsWith(Before, StringComparison.Ordinal) && Body.EndsWith(After, StringComparison.Ordinal)
        ? Body[Before.Length..^After.Length]
        : null;
}
