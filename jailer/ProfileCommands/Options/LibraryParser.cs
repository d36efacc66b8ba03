using System.CommandLine;
using System.CommandLine.Parsing;
using Kiln.CommandLine;

namespace Kiln.ProfileCommands.Options;

/// <summary>Reads the words with System.CommandLine, less the features that are not strict.</summary>
internal sealed class LibraryParser : StrictParser
{
    internal static LibraryParser Instance { get; } = new();

    private protected override GivenWords Read(CommandModel model, string[] words)
    {
        GivenWords given = new();
        // The library would take first words in brackets for directives and drop them.
        while (words is [['[', ..] directive, .. string[] rest])
        {
            given.AddOperand(directive);
            words = rest;
        }
        // A Command, not a RootCommand, which would interpret directives in brackets.
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
        command.Arguments.Add(operands);
        ParseResult result = command.Parse(words, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        foreach ((OptionModel option, Option created) in options)
        {
            if (result.GetResult(created) is OptionResult { Implicit: false } found)
            {
                Add(found, given.Give(option));
            }
        }
        foreach (string operand in result.GetValue(operands) ?? [])
        {
            given.AddOperand(operand);
        }
        return given;
    }

    private static void Add(OptionResult found, GivenOption option)
    {
        option.Times = found.IdentifierTokenCount;
        foreach (Token token in option.Model.IsFlag ? [] : found.Tokens)
        {
            option.Add(token.Value);
        }
    }
}
