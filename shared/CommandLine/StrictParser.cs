using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Kiln.CommandLine;

/// <summary>
/// Reads command lines by System.CommandLine with everything turned off that a program run as root must not do: response files, directives,
/// bundling, <c>--name=value</c>, values for flags, abbreviations, and the silent passing on of what is not known.
/// </summary>
public static class StrictParser
{
    private const string ShortHelp = "-h";
    private const string ExtraArgumentsMark = "--";

    /// <summary>Reads a command line.</summary>
    /// <param name="model">The command.</param>
    /// <param name="arguments">The arguments, without the program's name.</param>
    public static ParsedCommand Parse(CommandModel model, string[] arguments)
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
        if (Array.Find(own, argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.AsSpan().ContainsAny('=', ':')) is { } joined)
        {
            int end = joined.AsSpan().IndexOfAny('=', ':');
            return ParsedCommand.Failed($"'{joined}' joins an option and its value; write '{joined[..end]} {joined[(end + 1)..]}'");
        }
        // The library would take a first word in brackets for a directive, and drop it.
        bool strange = own.Length > 0 && (model.Operands.Count == 0 ? !own[0].StartsWith('-') : own[0].StartsWith('['));
        return strange ? ParsedCommand.Failed(Unmatched(model, own[0])) : Read(model, own, extra);
    }

    private static ParsedCommand Read(CommandModel model, string[] own, string[] extra)
    {
        // A Command, not a RootCommand: that one would understand directives in brackets.
        Command command = new(model.Program.Split(' ')[^1]);
        Dictionary<OptionModel, Option> options = [];
        foreach (OptionModel option in model.Options)
        {
            Option created = option.IsFlag
                ? new Option<bool>(option.Name) { Arity = ArgumentArity.Zero }
                : new Option<string[]>(option.Name) { Arity = ArgumentArity.ZeroOrMore, AllowMultipleArgumentsPerToken = false };
            options.Add(option, created);
            command.Options.Add(created);
        }
        Argument<string[]> operands = new("operands") { Arity = ArgumentArity.ZeroOrMore };
        if (model.Operands.Count > 0)
        {
            command.Arguments.Add(operands);
        }
        ParseResult result = command.Parse(own, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (result.UnmatchedTokens.Count > 0)
        {
            return ParsedCommand.Failed(Unmatched(model, result.UnmatchedTokens[0]));
        }
        Dictionary<string, IReadOnlyList<string>> values = [];
        foreach ((OptionModel option, Option created) in options)
        {
            if (result.GetResult(created) is not OptionResult { Implicit: false } found)
            {
                if (option.IsRequired)
                {
                    return ParsedCommand.Failed($"the option {option.Name} {option.ValueName} is missing; see {model.Program} --help");
                }
                continue;
            }
            if (found.IdentifierTokenCount > 1 && !option.IsRepeatable)
            {
                return ParsedCommand.Failed($"the option {option.Name} is given {found.IdentifierTokenCount} times; give it once");
            }
            if (!option.IsFlag && found.Tokens.Count < found.IdentifierTokenCount)
            {
                return ParsedCommand.Failed($"the option {option.Name} needs a value: {option.Name} {option.ValueName}");
            }
            values.Add(option.Name, option.IsFlag ? [""] : [.. found.Tokens.Select(token => token.Value)]);
        }
        string[] given = model.Operands.Count > 0 ? result.GetValue(operands) ?? [] : [];
        // A hyphen alone is a file's name: by custom, standard input.
        string? unknown = Array.Find(given, operand => operand.StartsWith('-') && operand.Length > 1) ?? given.ElementAtOrDefault(model.MostOperands);
        return unknown is null ? ParsedCommand.Of(values, given, extra) : ParsedCommand.Failed(Unmatched(model, unknown));
    }

    private static string Unmatched(CommandModel model, string token)
    {
        if (!token.StartsWith('-'))
        {
            return $"the argument '{token}' is not understood; options are given as --name value, and what goes on to another program behind --";
        }
        string nearest = model.AllOptions.Select(option => option.Name).MinBy(name => DifferentLetters(name, token))!;
        return $"there is no option '{token}'; did you mean {nearest}? see {model.Program} --help";
    }

    // The letters that one name has and the other has not: enough to catch a slip.
    private static int DifferentLetters(string name, string token) => name.Except(token).Count() + token.Except(name).Count();
}
