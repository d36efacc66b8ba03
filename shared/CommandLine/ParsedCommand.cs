namespace Kiln.CommandLine;

/// <summary>What a command line says. Exactly one of three: an error, a text that was asked for, or values.</summary>
public sealed class ParsedCommand
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _values;

    private ParsedCommand(IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyList<string> operands, IReadOnlyList<string> extraArguments, string? text, string? error)
    {
        _values = values;
        Operands = operands;
        ExtraArguments = extraArguments;
        Text = text;
        Error = error;
    }

    /// <summary>One line: what is wrong, and the cure; or null.</summary>
    public string? Error { get; }

    /// <summary>What --help or --version asked for; or null.</summary>
    public string? Text { get; }

    /// <summary>What stands by position, in order; at most as many as the command takes.</summary>
    public IReadOnlyList<string> Operands { get; }

    /// <summary>Everything behind a bare <c>--</c>, as it is.</summary>
    public IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The value of an option, or null when it was not given; empty for a flag that was.</summary>
    /// <param name="option">The option.</param>
    public string? this[OptionModel option] => Has(option) ? _values[option.Name][0] : null;

    /// <summary>The values of an option that may be repeated, in order.</summary>
    /// <param name="option">The option.</param>
    public IReadOnlyList<string> All(OptionModel option) => Has(option) ? _values[option.Name] : [];

    /// <summary>Whether an option was given.</summary>
    /// <param name="option">The option.</param>
    public bool Has(OptionModel option) => _values.ContainsKey(option.Name);

    internal static ParsedCommand Failed(string error) => new(new Dictionary<string, IReadOnlyList<string>>(), [], [], null, error);

    internal static ParsedCommand Asked(string text) => new(new Dictionary<string, IReadOnlyList<string>>(), [], [], text, null);

    internal static ParsedCommand Of(
        IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyList<string> operands, IReadOnlyList<string> extraArguments) =>
        new(values, operands, extraArguments, null, null);
}
