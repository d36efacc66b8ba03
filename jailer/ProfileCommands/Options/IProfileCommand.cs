using Kiln.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.ProfileCommands.Options;

/// <summary>A command of <c>jailer profile</c>. It needs no privilege, and changes nothing but what it is told to write.</summary>
internal interface IProfileCommand
{
    /// <summary>Its command line.</summary>
    CommandModel Model { get; }

    /// <summary>Runs it.</summary>
    /// <param name="command">The command line, parsed without an error.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="JailerFailure">It cannot do what it was asked for.</exception>
    int Run(ParsedCommand command);
}
