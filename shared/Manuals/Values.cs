using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>What a shell can offer in the place of a value.</summary>
internal static class Values
{
    /// <summary>What a value is.</summary>
    /// <param name="name">Its name in help.</param>
    internal static ValueKind KindOf(string name) => name switch
    {
        _ when name.Contains('|') => ValueKind.Choice,
        "FILE" or "PATH" => ValueKind.File,
        "DIR" or "OLD" or "NEW" => ValueKind.Directory,
        _ => ValueKind.Free,
    };

    /// <summary>The words of a choice.</summary>
    /// <param name="option">An option whose value is one.</param>
    internal static string[] ChoicesOf(OptionModel option) => option.ValueName!.Split('|');
}
