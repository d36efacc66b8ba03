using System.Text;

namespace Kiln.CommandLine;

/// <summary>A command as the parser and its help see it. Every command also has --help and --version.</summary>
/// <param name="program">The program's name, which begins every message.</param>
/// <param name="usage">The usage line after the name.</param>
/// <param name="summary">What the command does, in a line or two.</param>
/// <param name="notes">The end of the help text: an example, exit statuses.</param>
public sealed class CommandModel(
    string program, string version, ConstantText usage, ConstantText summary, IReadOnlyList<OptionModel> options, ConstantText notes)
{
    public static OptionModel Help { get; } = new("--help", null, "print this and exit (also -h)"u8);

    public static OptionModel ShowVersion { get; } = new("--version", null, "print the version and exit"u8);

    public string Program => program;

    public string Version => version;

    public string Usage => usage.ToString();

    public string Summary => summary.ToString();

    public string Notes => notes.ToString();

    public IReadOnlyList<OptionModel> Options => options;

    /// <summary>Positional arguments, in order; most commands take none.</summary>
    public IReadOnlyList<OperandModel> Operands { get; init; } = [];

    /// <summary>The most positional arguments; more than <see cref="Operands"/> when the last one may be repeated.</summary>
    public int MostOperands
    {
        get => field == 0 ? Operands.Count : field;
        init;
    }

    /// <summary>
    /// Names of the options of the program that is given what stands behind <c>--</c>, each followed by a blank; empty when there is no such program, and
    /// nothing may stand there.
    /// </summary>
    public ConstantText PassedOn { get; init; } = ""u8;

    /// <summary>The command's own options, then --help and --version.</summary>
    public IReadOnlyList<OptionModel> AllOptions => [.. Options, Help, ShowVersion];

    /// <summary>The text of --help.</summary>
    public string HelpText
    {
        get
        {
            int width = 0;
            foreach (OperandModel operand in Operands)
            {
                width = Math.Max(width, operand.Name.Length);
            }
            foreach (OptionModel option in AllOptions)
            {
                width = Math.Max(width, Heading(option).Length);
            }
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
