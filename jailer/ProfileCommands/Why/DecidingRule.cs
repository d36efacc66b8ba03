using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>The line of a profile that decides a call.</summary>
/// <param name="Place">Where the rule is written.</param>
/// <param name="Reason">The rule's <c>reason</c>; for a default, a text that says so.</param>
internal sealed record DecidingRule(RuleOrigin Place, string Reason);
