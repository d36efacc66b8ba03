namespace Kiln.Seccomp.Rules;

/// <summary>Where a rule is written.</summary>
/// <param name="Profile">The profile, which is its file's name without <c>.yaml</c>.</param>
/// <param name="Line">From 1; 0 for a rule that no file holds.</param>
/// <param name="Column">From 1.</param>
public readonly record struct RuleOrigin(string Profile, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Profile}.yaml:{Line}:{Column}";
}
