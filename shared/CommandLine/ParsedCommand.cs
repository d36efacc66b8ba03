namespace Kiln.CommandLine;

/// <summary>A parsed command line. It holds exactly one of an error, a text to print, or values.</summary>
public sealed class ParsedCommand
{
    private readonly GivenWords _given;

    private ParsedCommand(GivenWords given, IReadOnlyList<string> extraArguments, string? text, string? error)
    {
        _given = given;
        ExtraArguments = extraArguments;
        Text = text;
        Error = error;
    }

    /// <summary>One line that says what is wrong and how to fix it; or null.</summary>
    public string? Error { get; }

    /// <summary>The text requested by --help or --version; or null.</summary>
    public string? Text { get; }

    /// <summary>Positional arguments, in order; at most as many as the command takes.</summary>
    public IReadOnlyList<string> Operands => _given.Operands;

    /// <summary>Everything after a bare <c>--</c>, unchanged.</summary>
    public IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The value of an option, or null when it was not given; empty for a flag that was given.</summary>
    public string? this[OptionModel option] => _given.Find(option) is { } found ? found.Model.IsFlag ? "" : found.Values[0] : null;

    /// <summary>All values of a repeatable option, in order.</summary>
    public IReadOnlyList<string> All(OptionModel option) => _given.Find(option)?.Values ?? [];

    public bool Has(OptionModel option) => _given.Find(option) is not null;

    internal static ParsedCommand Failed(string error) => new(new GivenWords(), [], null, error);

    internal static ParsedCommand Asked(string text) => new(new GivenWords(), [], text, null);

    internal static ParsedCommand Of(GivenWords given, IReadOnlyList<string> extraArguments) => new(given, extraArguments, null, null);
}
