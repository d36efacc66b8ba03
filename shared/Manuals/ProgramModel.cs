using System.Linq;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>A program with its subcommands.</summary>
/// <param name="Own">The program without a subcommand.</param>
/// <param name="Commands">The subcommands, named by the words that follow the program's name.</param>
internal sealed record ProgramModel(CommandModel Own, IReadOnlyList<CommandModel> Commands)
{
    /// <summary>The word that hands the rest of a command line to another program.</summary>
    internal const string Mark = "--";

    internal string Name => Own.Program;

    /// <summary>The program that is given what stands behind <see cref="Mark"/>; null where there is none.</summary>
    internal CommandModel? Started { get; init; }

    /// <summary>The program and its subcommands, each with its own command line.</summary>
    internal IEnumerable<CommandModel> All => [Own, .. Commands];

    /// <summary>Every command line that is typed behind the program's name, by what a script calls it: the words of the command, or the mark.</summary>
    internal IEnumerable<(string Name, CommandModel Model)> Lines =>
        [.. All.Select(command => (command.Program, command)), .. Started is { } started ? ((string, CommandModel)[])[(Mark, started)] : []];

    /// <summary>The words that lead from a command line to another one, each as the line's name and the word, with the name of the other.</summary>
    internal IEnumerable<(string Words, string Name)> Steps =>
    [
        .. Stems.Skip(1).Concat(Commands.Select(command => command.Program)).Distinct().Select(words => (words, words)),
        .. Started is null ? ((string, string)[])[] : [($"{Name} {Mark}", Mark)],
    ];

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
