using System.Text;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>Formats an answer for a terminal.</summary>
internal static class WhyText
{
    /// <summary>The outcome of the call, then each program's part in it.</summary>
    internal static string Of(StackAnswer answer)
    {
        StringBuilder text = new();
        text.Append($"{Headline(answer)}\n\n");
        HashSet<RuleOrigin> told = [];
        foreach (ProgramAnswer program in answer.Answers)
        {
            text.Append($"  {FilterProfiles.NameOf(program.Program),-8} {program.Action,-14} {program.Rule.Place}: {program.Rule.Reason}\n");
            // Programs below include the rules of those above, so the same rule is often the nearest again.
            foreach (string line in program.Near is { } near && !told.Add(near.Rule.Origin) ? ["The nearest is the same."] : Remarks(program))
            {
                text.Append($"           {line}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>The outcome of the call, and the program that decides it.</summary>
    internal static string Headline(StackAnswer answer)
    {
        ProgramAnswer decisive = answer.Decisive;
        string whose = decisive.Action.Permits
            ? "All programs that the thread carries let it through"
            : $"{FilterProfiles.NameOf(decisive.Program)} decides: {decisive.Action}, by {decisive.Rule.Place}";
        return $"In {FilterProfiles.NameOf(answer.Question.Program)}, {answer.Question} {ActionWords.Of(decisive.Action)}. {whose}.";
    }

    /// <summary>Remarks on a program in which no rule matches.</summary>
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
