using System.Linq;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Why;

/// <summary>Formats an answer for a review or an issue.</summary>
internal static class WhyMarkdown
{
    /// <summary>The outcome of the call, then a table of the programs.</summary>
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
