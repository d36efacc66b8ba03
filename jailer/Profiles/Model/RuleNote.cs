namespace Kiln.Profiles.Model;

/// <summary>The annotations of a rule.</summary>
/// <param name="Reason">What needs the call, and for what.</param>
/// <param name="Untested">Why no test can reach the rule; null when one does.</param>
public sealed record RuleNote(string Reason, string? Untested)
{
    /// <summary>The dangerous grants that the rule makes, whether or not its <c>allow</c> accepts them.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];
}
