using System.Globalization;
using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Options;

namespace Kiln.ProfileCommands.Attest;

/// <summary><c>jailer profile attest</c>.</summary>
internal sealed class AttestCommand : IProfileCommand
{
    private const int Unverified = 3;

    private static readonly OptionModel _all = new("--all", null, "attest every process in a jail, instead of PID");

    private static readonly OptionModel _jails = new(JailTree.OptionName, "DIR", "with --all, the directory of jails: DIR/NAME/ID/root") { Default = JailTree.Default };

    private static readonly OptionModel _withoutJailer = new("--without-jailer", null, "the monitor was started without the jailer, so it carries no launch");

    private static readonly OptionModel _against = new(
        "--against", "OLD", "demand that no thread is allowed more than by OLD, which is given as to diff, instead of the same filters byte for byte");

    private static readonly OptionModel _explain = new("--explain", null, "list the instructions of foreign filters");

    private static readonly FormatOption _format = new("lines for people, an array of objects, or tables for a review", "text", "json", "markdown");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile attest",
        KilnVersion.Text,
        "PID [DIR] | --all [DIR] [--against OLD] [--without-jailer] [--explain] [--format FORMAT]",
        "Reads the filters of every thread of a running monitor back from the kernel, and compares them with the compiled profiles.\n"
        + "Each thread stops while its filters are copied. Needs root on the host; without it, filters are only counted: UNVERIFIED.",
        [_all, _jails, _against, _withoutJailer, _explain, _format.Model],
        """
        example:
          jailer profile attest $(pidof vmm)
          jailer profile attest --all /etc/kiln/profiles --format json
          jailer profile attest --all --against /var/lib/kiln/reviewed.set

        exit status:
          0 all filters are right; 1 some are not, or a wrong command line; 3 some could not be read, and nothing wrong was found
        """)
    {
        Operands =
        [
            new("PID", "the monitor's pid on the host"),
            new("DIR", "the directory of YAML files that it was started with; default: the shipped profiles"),
        ],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        string[] operands = [.. command.Operands];
        string? process = command.Has(_all) ? null : operands.FirstOrDefault();
        string[] rest = command.Has(_all) ? operands : [.. operands.Skip(1)];
        if ((process is null && !command.Has(_all)) || rest.Length > 1)
        {
            throw new JailerFailure("give either PID or --all, then at most one DIR: jailer profile attest 1234 /etc/kiln/profiles");
        }
        Expectations expectations = ExpectationsOf(rest.FirstOrDefault(), command);
        JailSurvey? survey = process is null ? JailSurvey.Of(command[_jails] ?? JailTree.Default, expectations) : null;
        IReadOnlyList<ProcessAttestation> processes = survey?.Processes ?? [ProcessAttestation.Of(NumberOf(process!), null, expectations)];
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => AttestReport.Json(processes, command.Has(_explain)),
            "markdown" => AttestReport.Markdown(processes, expectations.Standard),
            _ => AttestReport.Text(processes, expectations.Standard, command.Has(_explain)),
        });
        if (survey?.Warning is { } warning)
        {
            Output.Write(Descriptor.StandardError, $"{PlainLine.OfWarning(warning)}\n");
        }
        Verdict least = survey?.Warning is null ? Verdict.Ok : Verdict.Unverified;
        return processes.Select(found => found.Verdict).Append(least).Max() switch
        {
            Verdict.Ok => ExitStatus.Success,
            Verdict.Unverified => Unverified,
            _ => ExitStatus.Failure,
        };
    }

    private static Expectations ExpectationsOf(string? directory, ParsedCommand command)
    {
        KnownPrograms known = new(ProfileOptions.CompiledSetOf(directory));
        IStandard standard = command[_against] is { } old ? new AnswerStandard(FilterSide.Of(old), old) : new ProgramStandard(known);
        return new Expectations(known, standard, !command.Has(_withoutJailer));
    }

    private static int NumberOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0
        ? process
        : throw new JailerFailure($"'{text}' is no number of a process; give that of a running monitor");
}
