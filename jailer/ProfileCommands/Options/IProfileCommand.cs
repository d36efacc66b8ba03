using Kiln.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.ProfileCommands.Options;

/// <summary>A subcommand of <c>jailer profile</c>. It needs no privileges, and changes nothing except the output file it is given.</summary>
internal interface IProfileCommand
{
    CommandModel Model { get; }

    /// <summary>The exit status when the command cannot do what it was asked to, or the command line is wrong.</summary>
    int FailureStatus => ExitStatus.Failure;

    /// <summary>Executes the command and returns its exit status.</summary>
    /// <param name="command">The command line, parsed without errors.</param>
    /// <exception cref="JailerFailure">The command cannot do what it was asked to.</exception>
    int Run(ParsedCommand command);
}
