namespace Kiln.CommandLine;

/// <summary>
/// Parses command lines without what a program run as root must not have: response files, directives, bundling, <c>--name=value</c>, values for
/// flags, abbreviations, and silently passing on what is unknown.
/// </summary>
public abstract class StrictParser
{
    private const string ShortHelp = "-h";
    private const string ExtraArgumentsMark = "--";

    /// <summary>Parses a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    public ParsedCommand Parse(CommandModel model, string[] arguments)
    {
        int mark = Array.IndexOf(arguments, ExtraArgumentsMark);
        string[] own = mark < 0 ? arguments : arguments[..mark];
        string[] extra = mark < 0 ? [] : arguments[(mark + 1)..];
        if (own.Contains(CommandModel.Help.Name) || own.Contains(ShortHelp))
        {
            return ParsedCommand.Asked(model.HelpText);
        }
        if (own.Contains(CommandModel.ShowVersion.Name))
        {
            return ParsedCommand.Asked($"{model.Version}\n");
        }
        foreach (string word in own)
        {
            if (word.StartsWith("--", StringComparison.Ordinal) && word.AsSpan().IndexOfAny('=', ':') is var end and >= 0)
            {
                return ParsedCommand.Failed($"'{word}' joins an option and its value; write '{word[..end]} {word[(end + 1)..]}'");
            }
        }
        if (extra.Length > 0 && model.PassedOn.IsEmpty)
        {
            return ParsedCommand.Failed($"'{extra[0]}' stands behind --, but {model.Program} starts no other program; leave -- out");
        }
        GivenWords given = Read(model, own);
        return FaultOf(model, given) is { } fault ? ParsedCommand.Failed(fault) : ParsedCommand.Of(given, extra);
    }

    /// <summary>Tells options, values and operands apart.</summary>
    /// <param name="words">The command's own words, none of which asks for help or joins an option and its value.</param>
    private protected abstract GivenWords Read(CommandModel model, string[] words);

    private static string? FaultOf(CommandModel model, GivenWords given)
    {
        for (int index = 0; index < given.Operands.Count; index++)
        {
            if (index >= model.MostOperands || IsLikeOption(given.Operands[index]))
            {
                return Unknown(model, given.Operands[index]);
            }
        }
        foreach (OptionModel option in model.Options)
        {
            string? fault = given.Find(option) is { } found ? found.Fault()
                : option.IsRequired ? $"the option {option.Name} {option.ValueName} is missing; see {model.Program} --help"
                : null;
            if (fault is not null)
            {
                return fault;
            }
        }
        return null;
    }

    // A lone hyphen is a file name, by convention standard input, and one before a digit makes a negative number.
    private static bool IsLikeOption(string word) => word is ['-', not (>= '0' and <= '9'), ..];

    private static string Unknown(CommandModel model, string word)
    {
        if (!IsLikeOption(word))
        {
            return $"the argument '{word}' is not understood; options are given as --name value, and what goes on to another program behind --";
        }
        if ($" {model.PassedOn}".Contains($" {word} ", StringComparison.Ordinal))
        {
            return $"{word} is an option of the program that {model.Program} starts: it belongs behind --, as in {model.Program} ... -- {word} ...";
        }
        return NearestName.Of(word, model.AllOptions) is { } nearest
            ? $"there is no option '{word}'; did you mean {nearest}? see {model.Program} --help"
            : $"there is no option '{word}'; see {model.Program} --help";
    }
}
