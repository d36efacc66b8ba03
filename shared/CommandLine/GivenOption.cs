namespace Kiln.CommandLine;

/// <summary>An option as a command line gives it.</summary>
internal sealed class GivenOption(OptionModel model)
{
    private readonly List<string> _values = [];

    internal OptionModel Model { get; } = model;

    /// <summary>How often its name stands there.</summary>
    internal int Times { get; set; }

    /// <summary>Its values, in order; fewer than <see cref="Times"/> when one is missing.</summary>
    internal IReadOnlyList<string> Values => _values;

    internal void Add(string value) => _values.Add(value);

    /// <summary>Why the option is not given as its model wants it, or null.</summary>
    internal string? Fault()
    {
        if (Times > 1 && !Model.IsRepeatable)
        {
            return $"the option {Model.Name} is given {Times} times; give it once";
        }
        return !Model.IsFlag && _values.Count < Times ? $"the option {Model.Name} needs a value: {Model.Name} {Model.ValueName}" : null;
    }
}
