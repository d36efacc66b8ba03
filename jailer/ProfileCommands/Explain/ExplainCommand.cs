using System.IO;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.ProfileCommands.Options;
using Kiln.Linux.Descriptors;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Explain;

/// <summary><c>jailer profile explain</c>.</summary>
internal sealed class ExplainCommand : IProfileCommand
{
    private static readonly OptionModel _thread = new("--thread", "launch|setup|runtime|vmm|api|vcpu", "tell of one program only");

    private static readonly FormatOption _format = new(
        "text for people, an object, tables for a review, or a page for a review meeting", "text", "json", "markdown", "html");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile explain",
        KilnVersion.Text,
        "[DIR] [--thread THREAD] [--format FORMAT]",
        "Says what each thread may do: calls, conditions in words, answers, reasons and their lines; dangerous grants first.\n"
        + "The HTML page needs nothing beside itself: it can be mailed, searched, printed and read offline.",
        [_thread, _format.Model],
        """
        example:
          jailer profile explain --thread vcpu
          jailer profile explain /etc/kiln/profiles --format html > review.html

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
        FilterProfile[] profiles = command[_thread] is { } name ? [ProfileOptions.ProgramOf(name)] : FilterProfiles.All.ToArray();
        string? directory = ProfileOptions.DirectoryOf(command);
        // Only what compiles means something.
        _ = ProfileOptions.CompiledSetOf(directory);
        Policy policy = Policy.Of(
            directory is null ? $"the profiles shipped with {KilnVersion.Text}" : $"the profiles of {Path.GetFullPath(directory)}",
            new ProfileLibrary(ProfileOptions.SourceOf(directory)),
            profiles);
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => PolicyJson.Of(policy),
            "markdown" => PolicyMarkdown.Of(policy),
            "html" => PolicyHtml.Of(policy),
            _ => PolicyText.Of(policy),
        });
        return ExitStatus.Success;
    }
}
