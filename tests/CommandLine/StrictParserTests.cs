using Xunit;

namespace Kiln.CommandLine.Tests;

/// <summary>Command lines mean what they say, and nothing else.</summary>
public abstract class StrictParserTests(StrictParser parser)
{
    private static readonly OptionModel _name = new("--name", "NAME", "a name") { IsRequired = true };
    private static readonly OptionModel _size = new("--size", "N", "a size") { Default = "7" };
    private static readonly OptionModel _loud = new("--loud", null, "a flag");
    private static readonly OptionModel _item = new("--item", "I", "an item") { IsRepeatable = true };
    private static readonly OptionModel _weak = new("--no-wall", null, "a flag that no hint leads to") { IsWeakening = true };
    private static readonly CommandModel _model = new("tool", "tool v1", "--name NAME", "Does it.", [_name, _size, _loud, _item, _weak], "exit status: 0") { PassedOn = "--other --log-path " };

    [Fact]
    public void ValuesFlagsAndExtraArgumentsAreTold()
    {
        ParsedCommand command = Parse("--loud", "--name", "x", "--", "--size", "@file", "--", "-h");

        Assert.Null(command.Error);
        Assert.Equal("x", command[_name]);
        Assert.True(command.Has(_loud));
        Assert.Null(command[_size]);
        Assert.Equal(["--size", "@file", "--", "-h"], command.ExtraArguments);
    }

    [Fact]
    public void ARepeatedOptionKeepsItsValuesInOrder()
    {
        ParsedCommand command = Parse("--name", "x", "--item", "a", "--loud", "--item", "b=c");

        Assert.Equal(["a", "b=c"], command.All(_item));
        Assert.Empty(Parse("--name", "x").All(_item));
        Assert.Contains("(may be repeated)", Parse("--help").Text, StringComparison.Ordinal);
        Assert.Equal("the option --item needs a value: --item I", Parse("--name", "x", "--item", "a", "--item").Error);
        Assert.Equal("the option --item needs a value: --item I", Parse("--name", "x", "--item", "--item", "a").Error);
        Assert.StartsWith("the argument 'b' is not understood", Parse("--name", "x", "--item", "a", "b").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--wrong", "--help")]
    [InlineData("--version", "-h")]
    public void HelpWinsOverEverything(params string[] arguments)
    {
        string help = Parse(arguments).Text!;

        Assert.StartsWith("usage: tool --name NAME\n", help, StringComparison.Ordinal);
        Assert.Contains("--size N     a size [default: 7]\n", help, StringComparison.Ordinal);
        Assert.Contains("a name (required)\n", help, StringComparison.Ordinal);
        Assert.EndsWith("exit status: 0\n", help, StringComparison.Ordinal);
    }

    [Fact]
    public void TheVersionIsTold() => Assert.Equal("tool v1\n", Parse("--version", "--wrong").Text);

    [Fact]
    public void HelpBehindTheMarkIsNotOurs() => Assert.Null(Parse("--name", "x", "--", "--help").Text);

    [Theory]
    [InlineData("the option --name NAME is missing; see tool --help")]
    [InlineData("the option --name needs a value: --name NAME", "--name")]
    [InlineData("the option --name needs a value: --name NAME", "--name", "--loud")]
    [InlineData("the option --name is given 2 times; give it once", "--name", "a", "--name", "b")]
    [InlineData("there is no option '--nam'; did you mean --name? see tool --help", "--nam", "x")]
    [InlineData("there is no option '--seccomp-filter'; see tool --help", "--seccomp-filter", "x")]
    [InlineData("there is no option '-l'", "--name", "x", "-l")]
    [InlineData("there is no option '--no-wal'; see tool --help", "--name", "x", "--no-wal")]
    [InlineData("there is no option '--no-walls'; see tool --help", "--name", "x", "--no-walls")]
    [InlineData("--other is an option of the program that tool starts: it belongs behind --, as in tool ... -- --other ...", "--other", "x", "--name", "x")]
    [InlineData("--log-path is an option of the program that tool starts", "--name", "x", "--log-path")]
    [InlineData("there is no option '--log'; see tool --help", "--name", "x", "--log")]
    [InlineData("the argument '-5' is not understood", "--name", "x", "-5")]
    [InlineData("'--name=x' joins an option and its value; write '--name x'", "--name=x")]
    [InlineData("'--name:x' joins an option and its value; write '--name x'", "--name:x")]
    [InlineData("the argument 'false' is not understood", "--name", "x", "--loud", "false")]
    [InlineData("the argument '@file' is not understood", "--name", "x", "@file")]
    [InlineData("the argument '[diagram]' is not understood", "[diagram]", "--name", "x")]
    public void AMistakeIsOneLine(string message, params string[] arguments)
    {
        string error = Parse(arguments).Error!;

        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("@file")]
    [InlineData("-5")]
    [InlineData("")]
    [InlineData("a=b")]
    public void AnyOtherValueIsTakenAsItIs(string value) => Assert.Equal(value, Parse("--name", value)[_name]);

    [Fact]
    public void NothingStandsBehindTheMarkOfAProgramThatStartsNone()
    {
        CommandModel model = new("tool", "tool v1", "", "Does it.", [_size], "");

        Assert.Equal("'foo' stands behind --, but tool starts no other program; leave -- out", parser.Parse(model, ["--", "foo"]).Error);
        Assert.Null(parser.Parse(model, ["--size", "1", "--"]).Error);
    }

    [Fact]
    public void ANegativeNumberIsAnOperand()
    {
        CommandModel model = new("tool", "tool v1", "", "Does it.", [_size], "") { Operands = [new("N", "a number")] };

        Assert.Equal(["-100"], parser.Parse(model, ["-100"]).Operands);
        Assert.StartsWith("there is no option '-x'", parser.Parse(model, ["-x"]).Error, StringComparison.Ordinal);
    }

    private ParsedCommand Parse(params string[] arguments) => parser.Parse(_model, arguments);
}
