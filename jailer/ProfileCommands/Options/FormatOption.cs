using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.Jailer.ProfileCommands.Options;

/// <summary>In which form a command prints: the first one unless it is told otherwise.</summary>
/// <param name="help">A line of help.</param>
/// <param name="formats">The forms.</param>
internal sealed class FormatOption(string help, params string[] formats)
{
    /// <summary>The option.</summary>
    internal OptionModel Model { get; } = new("--format", string.Join('|', formats), help) { Default = formats[0] };

    /// <summary>The form that was asked for.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="JailerFailure">The command has no such form.</exception>
    internal string Of(ParsedCommand command)
    {
        string format = command[Model] ?? formats[0];
        return formats.Contains(format)
            ? format
            : throw new JailerFailure($"there is no format '{format}'; --format is {string.Join(", ", formats[..^1])} or {formats[^1]}");
    }
}
