using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>What one program answers to a call, and why.</summary>
/// <param name="Program">The program.</param>
/// <param name="Action">What it answers, by the instructions that the kernel would run.</param>
/// <param name="Rule">The line that decides.</param>
/// <param name="Near">What came nearest where no rule matches; null where one does, or none names the call.</param>
internal sealed record ProgramAnswer(FilterProfile Program, FilterAction Action, DecidingRule Rule, NearMiss? Near)
{
    /// <summary>Whether the program's default answers.</summary>
    internal bool IsDefault { get; init; }
}
