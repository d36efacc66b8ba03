using Kiln.Profiles.Model;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>A rule, in words.</summary>
/// <param name="Call">The call's name.</param>
/// <param name="Conditions">What it asks of the arguments; empty when it asks nothing.</param>
/// <param name="Action">What it answers.</param>
/// <param name="Reason">What is written beside it.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Grants">The dangerous things that it grants.</param>
internal sealed record ExplainedRule(
    string Call, string Conditions, FilterAction Action, string Reason, RuleOrigin Place, IReadOnlyList<Grant> Grants)
{
    /// <summary>The conditions, or that there are none.</summary>
    internal string ConditionText => Conditions.Length > 0 ? Conditions : "any arguments";
}
