using System.Linq;
using System.Text;

namespace Kiln.Manuals;

/// <summary>The source of a man(7) page.</summary>
internal sealed class RoffText
{
    private readonly StringBuilder _text = new();

    /// <param name="version">The version of the programs, for the page's foot.</param>
    /// <param name="headline">What whatis(1) shows.</param>
    internal RoffText(PageName name, string version, string headline)
    {
        _text.Append($".TH \"{name.Name.ToUpperInvariant()}\" {name.Section} \"\" \"Kiln {version}\" \"Kiln\"\n");
        _text.Append($".SH NAME\n{Escape(name.Name)} \\- {Escape(headline)}\n");
    }

    /// <summary>Begins a section.</summary>
    /// <param name="title">In capitals.</param>
    internal RoffText Section(string title)
    {
        _text.Append($".SH {Escape(title)}\n");
        return this;
    }

    /// <summary>Begins a part of a section.</summary>
    internal RoffText Part(string title)
    {
        _text.Append($".SS {Escape(title)}\n");
        return this;
    }

    /// <summary>Adds text that is broken into lines as the reader's terminal needs.</summary>
    internal RoffText Paragraph(string text)
    {
        _text.Append($"{Escape(text)}\n");
        return this;
    }

    /// <summary>Adds lines that stay as they are.</summary>
    internal RoffText Lines(string text)
    {
        _text.Append($".nf\n{Escape(text)}\n.fi\n");
        return this;
    }

    /// <summary>Adds an operand or a path with its explanation.</summary>
    internal RoffText Entry(string name, string text)
    {
        _text.Append($".TP\n.I {Escape(name)}\n{Escape(text)}\n");
        return this;
    }

    /// <summary>Adds a term with its explanation.</summary>
    /// <param name="term">Set in bold.</param>
    /// <param name="value">Set behind it in italics; null when there is none.</param>
    internal RoffText Entry(string term, string? value, string text)
    {
        _text.Append($".TP\n\\fB{Escape(term)}\\fR{(value is null ? "" : $" \\fI{Escape(value)}\\fR")}\n{Escape(text)}\n");
        return this;
    }

    /// <summary>Adds the other pages that a reader may want.</summary>
    internal RoffText SeeAlso(IEnumerable<PageName> pages)
    {
        _text.Append($".SH SEE ALSO\n{string.Join(",\n", pages.Select(page => $"\\fB{Escape(page.Name)}\\fR({page.Section})"))}\n");
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

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
