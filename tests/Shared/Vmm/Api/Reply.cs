namespace Kiln.Testing.Vmm.Api;

/// <summary>What a request was answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; empty when there is none.</param>
/// <param name="IsDeprecated">Whether the header says so.</param>
internal sealed record Reply(int Status, string Body, bool IsDeprecated)
{
    private const string Before = "{\"fault_message\":\"";
    private const string After = "\"}";

    /// <summary>The text of a fault, as it is escaped; null when the body is none.</summary>
    internal string? Fault => Body.StartsWith(Before, StringComparison.Ordinal) && Body.EndsWith(After, StringComparison.Ordinal)
        ? Body[Before.Length..^After.Length]
        : null;
}
