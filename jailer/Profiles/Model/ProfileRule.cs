using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Model;

/// <summary>A rule for one call, with what is written around it.</summary>
/// <param name="Rule">What it means.</param>
/// <param name="Node">Where the call is named.</param>
/// <param name="Reason">What needs the call.</param>
/// <param name="Untested">Why no test of this repository can hit the rule; null when one does.</param>
/// <param name="Allowed">The warnings that its reason answers.</param>
internal sealed record ProfileRule(SyscallRule Rule, Node Node, string Reason, string? Untested, IReadOnlyList<ScalarNode> Allowed);
