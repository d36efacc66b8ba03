using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>What a shell can offer as an option's value.</summary>
internal static class Values
{
    /// <summary>Derives the kind of a value.</summary>
    /// <param name="name">The value's name in help.</param>
    internal static ValueKind KindOf(string name) => name switch
    {
        _ when name.Contains('|') => ValueKind.Choice,
        "FILE" or "PATH" => ValueKind.File,
        "DIR" or "OLD" or "NEW" => ValueKind.Directory,
        _ => ValueKind.Free,
    };

    /// <summary>The words of a choice.</summary>
    /// <param name="option">An option whose value is a choice.</param>
    internal static string[] ChoicesOf(OptionModel option) => option.ValueName!.Split('|');
}
