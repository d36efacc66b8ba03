using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.ProfileCommands.Attest;
using Kiln.ProfileCommands.Check;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Explain;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Score;
using Kiln.ProfileCommands.Simulate;
using Kiln.ProfileCommands.Stats;
using Kiln.ProfileCommands.Why;

namespace Kiln.ProfileCommands;

/// <summary>Dispatches <c>jailer profile</c>, which executes this program, to its subcommands.</summary>
internal static class ProfileCommandLine
{
    private static readonly IProfileCommand[] _commands =
    [
        new CheckCommand(), new CompileCommand(), new DisassembleCommand(), new ExplainCommand(), new WhyCommand(), new SimulateCommand(),
        new StatsCommand(), new ScoreCommand(), new DiffCommand(), new AttestCommand(),
    ];

    internal static IEnumerable<CommandModel> Models => _commands.Select(command => command.Model);

    /// <summary>Runs the subcommand and returns its exit status.</summary>
    /// <param name="arguments">The arguments after <c>profile</c>.</param>
    /// <exception cref="JailerFailure">The subcommand does not exist.</exception>
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
        try
        {
            return Run(chosen, arguments[1..]);
        }
        catch (Exception failure) when (failure is JailerFailure or LinuxException)
        {
            Output.Write(Descriptor.StandardError, $"{PlainLine.OfError(failure.Message)}\n");
            return chosen.FailureStatus;
        }
    }

    private static int Run(IProfileCommand chosen, string[] arguments)
    {
        ParsedCommand parsed = LibraryParser.Instance.Parse(chosen.Model, arguments);
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
        return "usage: jailer profile COMMAND ...\n\nReads, explains, compares and attests seccomp profiles; only attest needs root, and diff of a running monitor.\n\ncommands:\n"
            + string.Concat(_commands.Select(command => $"  {NameOf(command).PadRight(width)}  {command.Model.Summary.Split('\n')[0]}\n"))
            + "\nEach has its own --help. The language is described in seccomp-profiles/README.md.\n";
    }
}
