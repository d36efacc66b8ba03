namespace Kiln.CommandLine;

/// <summary>An option of a command.</summary>
/// <param name="Name">The name with its dashes, for example <c>--id</c>.</param>
/// <param name="ValueName">The name of the value in help, or null for a flag, which takes none.</param>
/// <param name="Help">One line of help.</param>
public sealed record OptionModel(string Name, string? ValueName, ConstantText Help)
{
    /// <summary>One line of help.</summary>
    public string Description => Help.ToString();

    /// <summary>Whether the command fails without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it may be given several times, each time with a value.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The default as shown in help, or null.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it weakens the confinement, so that no hint leads to it.</summary>
    public bool IsWeakening { get; init; }

    public bool IsFlag => ValueName is null;
}
