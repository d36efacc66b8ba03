using System.Linq;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>A program with its subcommands.</summary>
/// <param name="Own">The program without a subcommand.</param>
/// <param name="Commands">The subcommands, named by the words that follow the program's name.</param>
internal sealed record ProgramModel(CommandModel Own, IReadOnlyList<CommandModel> Commands)
{
    internal string Name => Own.Program;

    /// <summary>The program and its subcommands, each with its own command line.</summary>
    internal IEnumerable<CommandModel> All => [Own, .. Commands];

    /// <summary>The distinct words that may follow a prefix of a command's name.</summary>
    /// <param name="words">The words of the prefix, beginning with the program's name.</param>
    internal IEnumerable<string> WordsBehind(string words) => Commands
        .Where(command => command.Program.StartsWith(words + " ", StringComparison.Ordinal))
        .Select(command => command.Program[(words.Length + 1)..].Split(' ')[0])
        .Distinct();

    /// <summary>The proper prefixes of commands' names, beginning with the program's name.</summary>
    internal IEnumerable<string> Stems => ((IEnumerable<string>)[Name])
        .Concat(Commands.Select(command => command.Program[..command.Program.LastIndexOf(' ')]))
        .Distinct();
}
