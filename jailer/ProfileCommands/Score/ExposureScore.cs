using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.ProfileCommands.Wording;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Score;

/// <summary>How much of the kernel profiles expose.</summary>
/// <param name="Programs">Each program by itself: the threads that run, then the transient ones.</param>
/// <param name="InAll">The threads that run, together: they share memory, so whoever has one has what any of them may do.</param>
/// <param name="Cuts">The rules that raise the figure in all, the one that raises it most first.</param>
internal sealed record ExposureScore(IReadOnlyList<ProgramScore> Programs, decimal InAll, IReadOnlyList<ExposureCut> Cuts)
{
    private const int MostTold = 5;

    /// <summary>The cuts to tell of.</summary>
    internal IEnumerable<ExposureCut> BestCuts => Cuts.Take(MostTold);

    /// <summary>Scores the programs of a library.</summary>
    /// <param name="library">The profiles, free of errors, for x86_64.</param>
    /// <exception cref="JailerFailure">The conditions are too complex to analyze.</exception>
    internal static ExposureScore Of(ProfileLibrary library)
    {
        try
        {
            Dictionary<FilterProfile, IReadOnlyList<PermittedRule>> rules =
                ReviewOrder.Programs.ToDictionary(program => program, program => PermittedRule.Of(library.RulesOf(program)));
            PermittedRule[] running = [.. ReviewOrder.Programs.Where(program => !ProgramScore.IsTransient(program)).SelectMany(program => rules[program])];
            Dictionary<RuleOrigin, string> reasons =
                ReviewOrder.Programs.SelectMany(library.NotesOf).DistinctBy(note => note.Key).ToDictionary(note => note.Key, note => note.Value.Reason);
            return new ExposureScore(
                [.. ReviewOrder.Programs.Select(program => new ProgramScore(program, ExposureFigure.Rounded(ExposureFigure.Of(rules[program]))))],
                ExposureFigure.Rounded(ExposureFigure.Of(running)),
                ExposureCut.Of(running, reasons));
        }
        catch (RuleComplexityException)
        {
            throw new JailerFailure("the rules' conditions overlap in ways too intricate to count what they permit; shorten their lists, or split them");
        }
    }

    /// <summary>The figure of a program.</summary>
    internal decimal Of(FilterProfile program) => Programs.Single(each => each.Program == program).Figure;
}
