using System.Linq;
using Kiln.Profiles.Model;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary>A dangerous grant, with who has it.</summary>
/// <param name="Grant">What it is.</param>
/// <param name="Rule">The rule that makes it.</param>
/// <param name="Programs">The programs that have the rule.</param>
internal sealed record ExplainedGrant(Grant Grant, ExplainedRule Rule, IReadOnlyList<string> Programs)
{
    /// <summary>The grants of some programs, by id and place.</summary>
    /// <param name="programs">The programs.</param>
    internal static IReadOnlyList<ExplainedGrant> Of(IReadOnlyList<ExplainedProgram> programs) =>
    [
        .. from program in programs
           from rule in program.Rules
           from grant in rule.Grants
           group (rule, program.Name) by (grant, rule.Place) into same
           orderby same.Key.grant.Id, same.Key.Place.ToString()
           select new ExplainedGrant(same.Key.grant, same.First().rule, [.. same.Select(pair => pair.Name)]),
    ];
}
