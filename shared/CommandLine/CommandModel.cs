using System.Linq;
using System.Text;

namespace Kiln.CommandLine;

/// <summary>A command, as parser and help know it. Help and version are part of every command.</summary>
/// <param name="Program">Its name, which starts every message.</param>
/// <param name="Version">What --version prints.</param>
/// <param name="Usage">What follows the name in the usage line.</param>
/// <param name="Summary">What it does, in a line or two.</param>
/// <param name="Options">Its own options.</param>
/// <param name="Notes">What help ends with: an example, exit statuses.</param>
public sealed record CommandModel(
    string Program, string Version, string Usage, string Summary, IReadOnlyList<OptionModel> Options, string Notes)
{
    /// <summary>Prints help.</summary>
    public static OptionModel Help { get; } = new("--help", null, "print this and exit (also -h)");

    /// <summary>Prints the version.</summary>
    public static OptionModel ShowVersion { get; } = new("--version", null, "print the version and exit");

    /// <summary>What it takes by position, in this order; most commands take nothing.</summary>
    public IReadOnlyList<OperandModel> Operands { get; init; } = [];

    /// <summary>The most operands that it takes; more than it names when the last one may be repeated.</summary>
    public int MostOperands
    {
        get => field == 0 ? Operands.Count : field;
        init;
    }

    /// <summary>Its own options, then those of every command.</summary>
    public IEnumerable<OptionModel> AllOptions => [.. Options, Help, ShowVersion];

    /// <summary>The text of --help.</summary>
    public string HelpText
    {
        get
        {
            int width = Operands.Select(operand => operand.Name.Length).Concat(AllOptions.Select(option => Heading(option).Length)).Max();
            StringBuilder text = new();
            text.Append("usage: ").Append(Program).Append(' ').Append(Usage).Append("\n\n").Append(Summary).Append("\n\n");
            foreach (OperandModel operand in Operands)
            {
                text.Append("  ").Append(operand.Name.PadRight(width)).Append("  ").Append(operand.Description).Append('\n');
            }
            text.Append(Operands.Count > 0 ? "\noptions:\n" : "options:\n");
            foreach (OptionModel option in AllOptions)
            {
                text.Append("  ").Append(Heading(option).PadRight(width)).Append("  ").Append(option.Description);
                if (option.IsRequired)
                {
                    text.Append(" (required)");
                }
                if (option.IsRepeatable)
                {
                    text.Append(" (may be repeated)");
                }
                if (option.Default is not null)
                {
                    text.Append(" [default: ").Append(option.Default).Append(']');
                }
                text.Append('\n');
            }
            return text.Append('\n').Append(Notes).Append('\n').ToString();
        }
    }

    private static string Heading(OptionModel option) => option.IsFlag ? option.Name : $"{option.Name} {option.ValueName}";
}
