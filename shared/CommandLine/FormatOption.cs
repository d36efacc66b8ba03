using System.Linq;

namespace Kiln.CommandLine;

/// <summary>The option <c>--format</c>; the first format is the default.</summary>
/// <param name="help">One line of help.</param>
/// <param name="formats">The names of the formats that a command offers, at least two.</param>
public sealed class FormatOption(string help, params string[] formats)
{
    public OptionModel Model { get; } = new("--format", string.Join('|', formats), help) { Default = formats[0] };

    /// <summary>Reads the option from a command line.</summary>
    /// <param name="format">The format; the default one if it is not given.</param>
    /// <returns>Null, or one line that says what is wrong: the command does not offer this format.</returns>
    public string? TryRead(ParsedCommand command, out string format)
    {
        format = command[Model] ?? formats[0];
        return formats.Contains(format)
            ? null
            : $"there is no format '{format}'; {Model.Name} is {string.Join(", ", formats[..^1])} or {formats[^1]}";
    }
}
