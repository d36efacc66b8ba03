namespace Kiln.CommandLine;

/// <summary>An option of a command.</summary>
/// <param name="Name">With its dashes, for example <c>--id</c>.</param>
/// <param name="ValueName">What its value is called in help, or null for a flag, which takes none.</param>
/// <param name="Description">One line of help.</param>
public sealed record OptionModel(string Name, string? ValueName, string Description)
{
    /// <summary>Whether the command makes no sense without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it may be given several times, each with a value of its own.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What holds when it is not given; shown in help.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it takes no value.</summary>
    public bool IsFlag => ValueName is null;
}
