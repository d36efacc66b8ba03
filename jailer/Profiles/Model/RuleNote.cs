namespace Kiln.Profiles.Model;

/// <summary>What is written beside a rule for people.</summary>
/// <param name="Reason">What needs the call, and for what.</param>
/// <param name="Untested">Why no test can hit the rule; null when one does.</param>
public sealed record RuleNote(string Reason, string? Untested)
{
    /// <summary>The dangerous things that the rule grants, whether or not its reason answers for them.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];
}
