namespace Kiln.Seccomp.Rules;

/// <summary>Where a rule is written.</summary>
/// <param name="Profile">The profile's name, which is its file's without <c>.yaml</c>.</param>
/// <param name="Line">The line, from 1; 0 for a rule that is in no file.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct RuleOrigin(string Profile, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Profile}.yaml:{Line}:{Column}";
}
