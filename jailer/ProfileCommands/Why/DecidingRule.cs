using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>The line of a profile that answers a call.</summary>
/// <param name="Place">Where it is written.</param>
/// <param name="Reason">What is written beside it; for a profile's default, that it is one.</param>
internal sealed record DecidingRule(RuleOrigin Place, string Reason);
