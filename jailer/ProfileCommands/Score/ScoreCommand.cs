using System.Globalization;
using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;

namespace Kiln.ProfileCommands.Score;

/// <summary><c>jailer profile score</c>.</summary>
internal sealed class ScoreCommand : IProfileCommand
{
    private const int Above = 2;

    private static readonly OptionModel _threshold = new("--threshold", "NUMBER", "exit with status 2 when the figure in all is above it: 0 to 100");

    private static readonly FormatOption _format = new("lines for people, an object, or tables for a review", "text", "json", "markdown");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile score",
        KilnVersion.Text,
        "[DIR] [--threshold NUMBER] [--format FORMAT]",
        "Scores how much of the kernel profiles expose: 0 is nothing allowed, 100 is no filter at all. Each system call has a weight by what it\n"
        + "reaches; one whose arguments are confined counts a share of it, the smaller the fewer values are left. There is a figure for each\n"
        + "thread, and one in all: threads share memory, so whoever has one of them may do what any of them may. The five cuts are the rules\n"
        + "without which the figure in all would be lowest. seccomp-profiles/README.md has the weights, their reasons and the formula.",
        [_threshold, _format.Model],
        """
        example:
          jailer profile score
          jailer profile score /etc/kiln/profiles --threshold 12.5

        exit status:
          0 printed; 1 the profiles have errors, or a wrong command line; 2 the figure in all is above the threshold
        """)
    {
        Operands = [ProfileOptions.Directory],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        decimal? threshold = ThresholdOf(command[_threshold]);
        string? directory = ProfileOptions.DirectoryOf(command);
        // Refuse profiles that do not compile: they grant nothing.
        _ = ProfileOptions.CompiledSetOf(directory);
        ExposureScore score = ExposureScore.Of(new ProfileLibrary(ProfileOptions.SourceOf(directory)));
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => ScoreReport.Json(score),
            "markdown" => ScoreReport.Markdown(score),
            _ => ScoreReport.Text(score),
        });
        if (score.InAll <= (threshold ?? decimal.MaxValue))
        {
            return ExitStatus.Success;
        }
        Output.Write(Descriptor.StandardError, $"{PlainLine.OfError(Excess(score, command[_threshold]!))}\n");
        return Above;
    }

    private static string Excess(ExposureScore score, string threshold) =>
        $"the figure in all, {ExposureFigure.Text(score.InAll)}, is above the threshold, {threshold}"
        + string.Concat(score.Cuts.Take(1).Select(cut => $"; without {cut.Call} of {cut.PlaceText} it would be {cut.PointsText} lower"));

    private static decimal? ThresholdOf(string? given) => given switch
    {
        null => null,
        _ when decimal.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number <= 100 => number,
        _ => throw new JailerFailure($"--threshold takes a number from 0 to 100, such as 12.5, and not '{given}'"),
    };
}
