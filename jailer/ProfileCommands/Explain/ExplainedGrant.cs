using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles.Model;

namespace Kiln.ProfileCommands.Explain;

/// <summary>A dangerous grant and the programs that have it.</summary>
/// <param name="Rule">The rule that makes the grant.</param>
/// <param name="Programs">The programs that contain the rule.</param>
internal sealed record ExplainedGrant(Grant Grant, ExplainedRule Rule, IReadOnlyList<string> Programs)
{
    /// <summary>All grants of the programs, by id and place.</summary>
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
