namespace Kiln.CommandLine;

/// <summary>The words of a command line, told apart.</summary>
internal sealed class GivenWords
{
    private readonly List<GivenOption> _options = [];
    private readonly List<string> _operands = [];

    /// <summary>Positional arguments, in order; also what looks like an option and is none of the command's.</summary>
    internal IReadOnlyList<string> Operands => _operands;

    internal IReadOnlyList<GivenOption> Options => _options;

    internal void AddOperand(string word) => _operands.Add(word);

    /// <summary>The entry of an option, which this makes at its first name.</summary>
    internal GivenOption Give(OptionModel model)
    {
        if (Find(model) is { } known)
        {
            return known;
        }
        GivenOption option = new(model);
        _options.Add(option);
        return option;
    }

    internal GivenOption? Find(OptionModel model)
    {
        foreach (GivenOption option in _options)
        {
            if (ReferenceEquals(option.Model, model))
            {
                return option;
            }
        }
        return null;
    }
}
