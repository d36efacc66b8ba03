using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Generates a man(7) page from a command's help.</summary>
internal static class ManualPage
{
    /// <summary>The page's name: the command's words joined by hyphens.</summary>
    internal static string NameOf(CommandModel command) => command.Program.Replace(' ', '-');

    internal static string Of(CommandModel command)
    {
        string[] summary = command.Summary.Split('\n');
        StringBuilder page = new();
        page.Append($".TH {NameOf(command).ToUpperInvariant()} 1 \"\" \"Kiln {Number(command.Version)}\" \"Kiln\"\n");
        page.Append($".SH NAME\n{Escape(NameOf(command))} \\- {Escape(Headline(summary[0]))}\n");
        page.Append($".SH SYNOPSIS\n.nf\n{Escape($"{command.Program} {command.Usage}")}\n.fi\n");
        page.Append($".SH DESCRIPTION\n{Escape(string.Join('\n', summary))}\n");
        foreach (OperandModel operand in command.Operands)
        {
            page.Append($".TP\n.I {Escape(operand.Name)}\n{Escape(operand.Description)}\n");
        }
        page.Append(".SH OPTIONS\n");
        foreach (OptionModel option in command.AllOptions)
        {
            page.Append($".TP\n.B {Escape(option.Name)}{(option.IsFlag ? "" : $" \\fI{Escape(option.ValueName!)}\\fR")}\n");
            page.Append($"{Escape(Describe(option))}\n");
        }
        page.Append(Notes(command.Notes));
        return page.ToString();
    }

    private static string Describe(OptionModel option) => option.Description
        + (option.IsRequired ? " (required)" : "")
        + (option.IsRepeatable ? " (may be repeated)" : "")
        + (option.Default is { } value ? $" [default: {value}]" : "");

    // Help ends with parts introduced by a word and a colon: each becomes a section of the page, unchanged.
    private static string Notes(string notes)
    {
        StringBuilder page = new();
        bool isOpen = false;
        foreach (string line in notes.Split('\n'))
        {
            if (line.EndsWith(':') && !line.StartsWith(' '))
            {
                page.Append($"{(isOpen ? ".fi\n" : "")}.SH {Escape(line.TrimEnd(':').ToUpperInvariant())}\n.nf\n");
                isOpen = true;
            }
            else if (line.Length > 0)
            {
                page.Append($"{(isOpen ? "" : ".SH NOTES\n.nf\n")}{Escape(line.Trim())}\n");
                isOpen = true;
            }
        }
        return page.Append(isOpen ? ".fi\n" : "").ToString();
    }

    // The first sentence, shown by whatis(1).
    private static string Headline(string summary) => summary.Split(". ")[0].TrimEnd('.');

    private static string Number(string version) => version.Split(' ')[^1].Trim();

    // Text copied from a page must be what was written: hyphens stay hyphens, and no line becomes a roff request.
    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (string line in text.Split('\n'))
        {
            string plain = line.Replace("\\", "\\e").Replace("-", "\\-").Replace("'", "\\(aq").Replace("`", "\\`").Replace("^", "\\(ha").Replace("~", "\\(ti");
            escaped.Append(escaped.Length > 0 ? "\n" : "").Append(plain.StartsWith('.') ? "\\&" : "").Append(plain);
        }
        return escaped.ToString();
    }
}
