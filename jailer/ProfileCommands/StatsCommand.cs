using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using Kiln.CommandLine;
using Kiln.Linux;
using Kiln.Seccomp;

namespace Kiln.Jailer.ProfileCommands;

/// <summary><c>jailer profile stats</c>.</summary>
internal sealed class StatsCommand : IProfileCommand
{
    private static readonly OptionModel _format =
        new("--format", "text|json|markdown", "tables for people, an array of objects, or tables for a review") { Default = "text" };

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile stats",
        KilnVersion.Text,
        "[DIR] [--format FORMAT]",
        "Says what filters cost: instructions, and for each call the typical and the worst way through all programs of a thread.\n"
        + "A call that is cached costs none: all programs let it through whatever its arguments are, and the kernel remembers that.",
        [_format],
        """
        example:
          jailer profile stats
          jailer profile stats /etc/kiln/profiles --format markdown

        exit status:
          0 printed; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands = [new("DIR", "the directory of YAML files; the shipped profiles when it is not given")],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = command[_format] ?? _format.Default!;
        IReadOnlyList<ProgramStatistics> statistics = ProgramStatistics.Of(ProfileOptions.CompiledSetOf(command.Operands is [string given] ? given : null));
        Program.Write(Descriptor.StandardOutput, format switch
        {
            "text" => Tables(statistics, TextRow, "call", ""),
            "markdown" => Tables(statistics, MarkdownRow, "call", "|---|---:|---:|---|\n"),
            "json" => Json(statistics),
            _ => throw new JailerFailure($"there is no format '{format}'; --format is text, json or markdown"),
        });
        return Program.Success;
    }

    private static string Tables(
        IReadOnlyList<ProgramStatistics> statistics, Func<string, string, string, string, string> row, string first, string rule)
    {
        StringBuilder text = new();
        foreach (ProgramStatistics program in statistics)
        {
            text.Append(text.Length > 0 ? "\n" : "");
            text.Append(
                CultureInfo.InvariantCulture,
                $"{FilterProfiles.NameOf(program.Profile)}: {program.Instructions} instructions, {program.StackInstructions} with those before it; "
                + $"{program.Cached} of {program.Calls.Count} calls are cached\n\n");
            text.Append(row(first, "typical", "worst", "cached")).Append(rule);
            foreach (CallStatistics call in program.Calls)
            {
                text.Append(row(call.Name, Number(call.IsCached ? 0 : call.Typical), Number(call.IsCached ? 0 : call.Worst), call.IsCached ? "yes" : ""));
            }
        }
        return text.ToString();
    }

    private static string TextRow(string call, string typical, string worst, string cached) =>
        $"  {call,-24} {typical,8} {worst,8} {cached}".TrimEnd() + "\n";

    private static string MarkdownRow(string call, string typical, string worst, string cached) => $"| {call} | {typical} | {worst} | {cached} |\n";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Json(IReadOnlyList<ProgramStatistics> statistics)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (ProgramStatistics program in statistics)
            {
                writer.WriteStartObject();
                writer.WriteString("profile", FilterProfiles.NameOf(program.Profile));
                writer.WriteNumber("instructions", program.Instructions);
                writer.WriteNumber("stackInstructions", program.StackInstructions);
                writer.WriteNumber("cachedShare", Math.Round((double)program.Cached / Math.Max(1, program.Calls.Count), 4));
                writer.WriteStartArray("calls");
                foreach (CallStatistics call in program.Calls)
                {
                    writer.WriteStartObject();
                    writer.WriteString("call", call.Name);
                    writer.WriteNumber("typical", call.IsCached ? 0 : call.Typical);
                    writer.WriteNumber("worst", call.IsCached ? 0 : call.Worst);
                    writer.WriteBoolean("cached", call.IsCached);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
