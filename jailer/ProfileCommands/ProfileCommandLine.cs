using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.ProfileCommands.Attest;
using Kiln.Jailer.ProfileCommands.Check;
using Kiln.Jailer.ProfileCommands.Explain;
using Kiln.Jailer.ProfileCommands.Options;
using Kiln.Jailer.ProfileCommands.Stats;
using Kiln.Jailer.ProfileCommands.Why;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.ProfileCommands;

/// <summary>Finds the command that follows <c>jailer profile</c>, and runs it.</summary>
internal static class ProfileCommandLine
{
    /// <summary>The word that leads here.</summary>
    internal const string Word = "profile";

    private static readonly IProfileCommand[] _commands =
    [
        new CheckCommand(), new CompileCommand(), new DisassembleCommand(), new ExplainCommand(), new WhyCommand(), new StatsCommand(),
        new AttestCommand(),
    ];

    /// <summary>The commands' models.</summary>
    internal static IEnumerable<CommandModel> Models => _commands.Select(command => command.Model);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows the word.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="JailerFailure">There is no such command, or it cannot do what it was asked for.</exception>
    internal static int Run(string[] arguments)
    {
        if (arguments is [] or ["--help" or "-h", ..])
        {
            Output.Write(Descriptor.StandardOutput, Help());
            return ExitStatus.Success;
        }
        IProfileCommand chosen = _commands.FirstOrDefault(command => NameOf(command) == arguments[0])
            ?? throw new JailerFailure(
                $"there is no command 'profile {arguments[0]}'; there are {string.Join(", ", _commands.Select(NameOf))}; see jailer profile --help");
        ParsedCommand parsed = StrictParser.Parse(chosen.Model, arguments[1..]);
        if (parsed.Error is { } error)
        {
            throw new JailerFailure(error);
        }
        if (parsed.Text is { } text)
        {
            Output.Write(Descriptor.StandardOutput, text);
            return ExitStatus.Success;
        }
        return chosen.Run(parsed);
    }

    private static string NameOf(IProfileCommand command) => command.Model.Program.Split(' ')[^1];

    private static string Help()
    {
        int width = _commands.Max(command => NameOf(command).Length);
        return "usage: jailer profile COMMAND ...\n\nReads, explains and attests seccomp profiles; only attest needs root.\n\ncommands:\n"
            + string.Concat(_commands.Select(command => $"  {NameOf(command).PadRight(width)}  {command.Model.Summary.Split('\n')[0]}\n"))
            + "\nEach has its own --help. The language is described in seccomp-profiles/README.md.\n";
    }
}
