using System.Linq;
using System.Text.RegularExpressions;

namespace Kiln.Integration.Tests.Pages;

/// <summary>The <c>console</c> blocks of a Markdown page.</summary>
internal sealed partial class ConsolePage
{
    private ConsolePage(IReadOnlyList<ConsoleCommand> commands, int notRun)
    {
        Commands = commands;
        NotRun = notRun;
    }

    /// <summary>The commands of the blocks that can be run, in the page's order.</summary>
    internal IReadOnlyList<ConsoleCommand> Commands { get; }

    /// <summary>How many blocks begin with <c># not run: reason</c>.</summary>
    internal int NotRun { get; }

    /// <summary>Reads a page. Blocks in a list are indented as the list is.</summary>
    /// <param name="markdown">Its text.</param>
    internal static ConsolePage Parse(string markdown)
    {
        string[][] blocks = [.. Block().Matches(markdown).Select(block => LinesOf(block.Groups["text"].Value, block.Groups["indent"].Length))];
        string[][] run = [.. blocks.Where(block => !block[0].StartsWith("# not run: ", StringComparison.Ordinal))];
        return new ConsolePage([.. run.SelectMany(CommandsOf)], blocks.Length - run.Length);
    }

    private static string[] LinesOf(string text, int indent) =>
        [.. text.Split('\n')[..^1].Select(line => line.Length < indent ? "" : line[indent..])];

    private static IEnumerable<ConsoleCommand> CommandsOf(string[] lines)
    {
        for (int start = 0; start < lines.Length;)
        {
            if (!lines[start].StartsWith("$ ", StringComparison.Ordinal))
            {
                throw new FormatException($"a block begins with a command, not with '{lines[start]}'");
            }
            int output = start + 1 + lines[(start + 1)..].TakeWhile(line => line.StartsWith("> ", StringComparison.Ordinal)).Count();
            int end = output + lines[output..].TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).Count();
            yield return new ConsoleCommand(string.Join('\n', lines[start..output].Select(line => line[2..])), lines[output..end]);
            start = end;
        }
    }

    [GeneratedRegex("^(?<indent> *)```console\n(?<text>.*?)^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
