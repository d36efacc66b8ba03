using Kiln.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.ProfileCommands.Options;

internal static class FormatOptions
{
    /// <summary>The format that a command line asks for.</summary>
    /// <exception cref="JailerFailure">The command does not offer this format.</exception>
    internal static string Of(this FormatOption option, ParsedCommand command) =>
        option.TryRead(command, out string format) is { } error ? throw new JailerFailure(error) : format;
}
