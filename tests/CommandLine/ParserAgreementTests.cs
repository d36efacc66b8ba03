using Kiln.ProfileCommands.Options;
using Xunit;

namespace Kiln.CommandLine.Tests;

/// <summary>The loop understands whatever is typed as System.CommandLine does.</summary>
public sealed class ParserAgreementTests(ITestOutputHelper output)
{
    private const int CommandLines = 20_000;
    private const int MostWords = 7;

    private static readonly string[] _words =
    [
        "--name", "--size", "--loud", "--item", "--nam", "--", "-", "-n", "-5", "", " ", "x", "@file", "[diagram]", "[", "a=b", "--name=x", "--a:b", "---", "-name",
        "--NAME", "/name", "-h", "--help", "--version", "?", "\"x\"",
    ];

    private static readonly OptionModel[] _options =
    [
        new("--name", "NAME", "a name") { IsRequired = true }, new("--size", "N", "a size"), new("--loud", null, "a flag"),
        new("--item", "I", "an item") { IsRepeatable = true },
    ];

    private static readonly CommandModel _plain = new("tool", "tool v1", "", "", _options, "");

    private static readonly CommandModel _withOperands =
        new("tool verb", "tool v1", "", "", _options, "") { Operands = [new("FILE", "a file"), new("OTHER", "another")] };

    [Fact]
    public void OfRandomWords()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int understood = 0;
        for (int count = 0; count < CommandLines; count++)
        {
            string[] words = new string[random.Next(MostWords + 1)];
            for (int index = 0; index < words.Length; index++)
            {
                words[index] = _words[random.Next(_words.Length)];
            }
            CommandModel model = random.Next(2) == 0 ? _plain : _withOperands;
            ParsedCommand loop = OptionLoop.Instance.Parse(model, words);

            Assert.True(Describe(loop) == Describe(LibraryParser.Instance.Parse(model, words)), $"seed {seed}: '{string.Join("' '", words)}': {Describe(loop)}");
            understood += loop is { Error: null, Text: null } ? 1 : 0;
        }

        // As many as it takes for the comparison to be one of values, too.
        Assert.InRange(understood, CommandLines / 500, CommandLines);
    }

    private static string Describe(ParsedCommand command)
    {
        string values = string.Join(';', Array.ConvertAll(_options, option => command.Error is null ? $"{command.Has(option)} {command[option]} {string.Join(',', command.All(option))}" : ""));
        return $"{command.Error}|{command.Text}|{string.Join(',', command.Operands)}|{string.Join(',', command.ExtraArguments)}|{values}";
    }
}
