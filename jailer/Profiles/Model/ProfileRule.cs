using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Model;

/// <summary>A rule for one call, with its annotations.</summary>
/// <param name="Node">Where the call is named.</param>
/// <param name="Reason">The rule's <c>reason</c>.</param>
/// <param name="Untested">Why no test in this repository can reach the rule; null when one does.</param>
/// <param name="Allowed">The warnings that the rule's <c>allow</c> accepts.</param>
internal sealed record ProfileRule(SyscallRule Rule, Node Node, string Reason, string? Untested, IReadOnlyList<ScalarNode> Allowed)
{
    /// <summary>The reason as one line.</summary>
    internal string PlainReason => Reason.ReplaceLineEndings(" ").Trim();
}
