using System.Linq;
using Kiln.Jailer.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Why;

/// <summary>An answer for a review or an issue.</summary>
internal static class WhyMarkdown
{
    /// <summary>The answer: what becomes of the call, then a table of the programs.</summary>
    /// <param name="answer">The answer.</param>
    internal static string Of(StackAnswer answer) =>
        $"{MarkdownText.Escape(WhyText.Headline(answer))}\n\n"
        + MarkdownText.Table(
            ["program", "answer", "line", "reason"],
            answer.Answers.Select(program => (IReadOnlyList<string>)
            [
                FilterProfiles.NameOf(program.Program), program.Action.ToString(), program.Rule.Place.ToString(),
                string.Join(" ", [$"{program.Rule.Reason}.", .. WhyText.Remarks(program)]),
            ]));
}
