using System.IO;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary><c>jailer profile explain</c>.</summary>
internal sealed class ExplainCommand : IProfileCommand
{
    private static readonly OptionModel _thread = new("--thread", "launch|setup|runtime|vmm|api|vcpu", "describe only one program");

    private static readonly FormatOption _format = new(
        "text for people, an object, tables for a review, or a page for a review meeting", "text", "json", "markdown", "html");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile explain",
        KilnVersion.Text,
        "[DIR] [--thread THREAD] [--format FORMAT]",
        "Describes what each thread may do: calls, conditions in words, actions, reasons and where they are written; dangerous grants first.\n"
        + "The HTML page is self-contained: you can mail it, search it, print it and read it offline.",
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
        // Refuse profiles that do not compile: an explanation of them would be meaningless.
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
