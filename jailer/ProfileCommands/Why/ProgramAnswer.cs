using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>One program's answer to a call, and the reason.</summary>
/// <param name="Action">The result of running the program's instructions.</param>
/// <param name="Rule">The rule that decides.</param>
/// <param name="Near">The closest rule when none matches; null when one matches or none names the call.</param>
internal sealed record ProgramAnswer(FilterProfile Program, FilterAction Action, DecidingRule Rule, NearMiss? Near)
{
    /// <summary>Whether the program's default applied.</summary>
    internal bool IsDefault { get; init; }
}
