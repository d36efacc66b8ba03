using System.Linq;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>A program with its commands.</summary>
/// <param name="Own">What it does without a command's words.</param>
/// <param name="Commands">Its commands, whose names are words behind the program's.</param>
internal sealed record ProgramModel(CommandModel Own, IReadOnlyList<CommandModel> Commands)
{
    /// <summary>Its name.</summary>
    internal string Name => Own.Program;

    /// <summary>All of it, each with a command line of its own.</summary>
    internal IEnumerable<CommandModel> All => [Own, .. Commands];

    /// <summary>What may stand behind some words of a command's name, each once.</summary>
    /// <param name="words">The words, of which the program's name is the first.</param>
    internal IEnumerable<string> WordsBehind(string words) => Commands
        .Where(command => command.Program.StartsWith(words + " ", StringComparison.Ordinal))
        .Select(command => command.Program[(words.Length + 1)..].Split(' ')[0])
        .Distinct();

    /// <summary>The beginnings of commands' names, none of them a whole name, the program's own first.</summary>
    internal IEnumerable<string> Stems => ((IEnumerable<string>)[Name])
        .Concat(Commands.Select(command => command.Program[..command.Program.LastIndexOf(' ')]))
        .Distinct();
}
