using System.Globalization;
using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Stats;

/// <summary><c>jailer profile stats</c>.</summary>
internal sealed class StatsCommand : IProfileCommand
{
    private static readonly FormatOption _format = new("tables for people, an array of objects, or tables for a review", "text", "json", "markdown");

    private static readonly string[] _columns = ["call", "typical", "worst", "cached"];

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile stats",
        KilnVersion.Text,
        "[DIR] [--format FORMAT]",
        "Prints what filters cost: their instructions, and for each call the typical and the worst path through all programs of a thread.\n"
        + "A cached call costs nothing: all programs allow it whatever its arguments, and the kernel remembers that.",
        [_format.Model],
        """
        example:
          jailer profile stats
          jailer profile stats /etc/kiln/profiles --format markdown

        exit status:
          0 printed; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands = [ProfileOptions.Directory],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        IReadOnlyList<ProgramStatistics> statistics = ProgramStatistics.Of(ProfileOptions.CompiledSetOf(ProfileOptions.DirectoryOf(command)));
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => Json(statistics),
            "markdown" => string.Join('\n', statistics.Select(program => $"{Headline(program)}\n\n{MarkdownText.Table(_columns, program.Calls.Select(Cells))}")),
            _ => string.Join('\n', statistics.Select(program => $"{Headline(program)}\n\n{TextRow(_columns)}{string.Concat(program.Calls.Select(Cells).Select(TextRow))}")),
        });
        return ExitStatus.Success;
    }

    private static string Headline(ProgramStatistics program) =>
        $"{FilterProfiles.NameOf(program.Profile)}: {program.Instructions} instructions, {program.StackInstructions} with those before it; "
        + $"{program.Cached} of {program.Calls.Count} calls are cached";

    private static IReadOnlyList<string> Cells(CallStatistics call) =>
        [call.Name, Number(call.IsCached ? 0 : call.Typical), Number(call.IsCached ? 0 : call.Worst), call.IsCached ? "yes" : ""];

    private static string TextRow(IReadOnlyList<string> cells) => $"  {cells[0],-24} {cells[1],8} {cells[2],8} {cells[3]}".TrimEnd() + "\n";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Json(IReadOnlyList<ProgramStatistics> statistics) => JsonText.Of(writer => writer.WriteObjects(statistics, program =>
    {
        writer.WriteString("profile", FilterProfiles.NameOf(program.Profile));
        writer.WriteNumber("instructions", program.Instructions);
        writer.WriteNumber("stackInstructions", program.StackInstructions);
        writer.WriteNumber("cachedShare", Math.Round((double)program.Cached / Math.Max(1, program.Calls.Count), 4));
        writer.WriteObjects("calls", program.Calls, call =>
        {
            writer.WriteString("call", call.Name);
            writer.WriteNumber("typical", call.IsCached ? 0 : call.Typical);
            writer.WriteNumber("worst", call.IsCached ? 0 : call.Worst);
            writer.WriteBoolean("cached", call.IsCached);
        });
    }));
}
