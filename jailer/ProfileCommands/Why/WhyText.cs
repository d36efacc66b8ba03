using System.Text;
using Kiln.Jailer.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>An answer for people at a terminal.</summary>
internal static class WhyText
{
    /// <summary>The answer: what becomes of the call, then each program's part in it.</summary>
    /// <param name="answer">The answer.</param>
    internal static string Of(StackAnswer answer)
    {
        StringBuilder text = new();
        text.Append($"{Headline(answer)}\n\n");
        HashSet<RuleOrigin> told = [];
        foreach (ProgramAnswer program in answer.Answers)
        {
            text.Append($"  {FilterProfiles.NameOf(program.Program),-8} {program.Action,-14} {program.Rule.Place}: {program.Rule.Reason}\n");
            // The programs below include the rules of those above: what came near there comes near again.
            foreach (string line in program.Near is { } near && !told.Add(near.Rule.Origin) ? ["The nearest is the same."] : Remarks(program))
            {
                text.Append($"           {line}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>What becomes of the call, and whose word it is.</summary>
    /// <param name="answer">The answer.</param>
    internal static string Headline(StackAnswer answer)
    {
        ProgramAnswer decisive = answer.Decisive;
        string whose = decisive.Action.Permits
            ? "All programs that the thread carries let it through"
            : $"{FilterProfiles.NameOf(decisive.Program)} decides: {decisive.Action}, by {decisive.Rule.Place}";
        return $"In {FilterProfiles.NameOf(answer.Question.Program)}, {answer.Question} {ActionWords.Of(decisive.Action)}. {whose}.";
    }

    /// <summary>What there is to say about a program that let no rule match.</summary>
    /// <param name="program">What it answers.</param>
    internal static IEnumerable<string> Remarks(ProgramAnswer program)
    {
        if (program.Near is not { } near)
        {
            yield break;
        }
        if (near.Summary is { } summary)
        {
            yield return $"{summary}.";
        }
        yield return $"Nearest is {near.Rule.Origin}: {near.Reason}.";
        foreach (string failure in near.Failures)
        {
            yield return $"There {failure}.";
        }
    }
}
