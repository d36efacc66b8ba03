using System.Linq;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Generates a man(7) page from a command's help.</summary>
internal static class ManualPage
{
    /// <param name="seeAlso">The pages that it leads to.</param>
    internal static string Of(CommandModel command, IEnumerable<PageName> seeAlso)
    {
        PageName name = PageName.Of(command);
        RoffText page = new(name, VersionOf(command), Headline(command));
        page.Section("SYNOPSIS").Lines($"{command.Program} {command.Usage}");
        page.Section("DESCRIPTION").Paragraph(command.Summary);
        foreach (OperandModel operand in command.Operands)
        {
            page.Entry(operand.Name, operand.Description);
        }
        page.Section("OPTIONS");
        foreach (OptionModel option in command.AllOptions)
        {
            page.Entry(option.Name, option.ValueName, Describe(option));
        }
        AppendNotes(page, command.Notes);
        if (PageFiles.Of(name.Name) is { Count: > 0 } files)
        {
            page.Section("FILES");
            foreach ((string path, string meaning) in files)
            {
                page.Entry(path, meaning);
            }
        }
        return page.SeeAlso(seeAlso.Where(other => other != name)).ToString();
    }

    /// <summary>The first sentence of a command's summary, shown by whatis(1).</summary>
    internal static string Headline(CommandModel command) => command.Summary.Split('\n')[0].Split(". ")[0].TrimEnd('.');

    internal static string VersionOf(CommandModel command) => command.Version.Split(' ')[^1].Trim();

    private static string Describe(OptionModel option) => option.Description
        + (option.IsRequired ? " (required)" : "")
        + (option.IsRepeatable ? " (may be repeated)" : "")
        + (option.Default is { } value ? $" [default: {value}]" : "");

    // Help ends with parts introduced by a word and a colon: each becomes a section of the page, unchanged.
    private static void AppendNotes(RoffText page, string notes)
    {
        List<string> lines = [];
        string title = "NOTES";
        foreach (string line in (string[])[.. notes.Split('\n'), ":"])
        {
            if (!line.EndsWith(':') || line.StartsWith(' '))
            {
                lines.AddRange(line.Length > 0 ? [line.Trim()] : []);
                continue;
            }
            if (lines.Count > 0)
            {
                page.Section(title).Lines(string.Join('\n', lines));
                lines.Clear();
            }
            title = line.TrimEnd(':').ToUpperInvariant();
        }
    }
}
