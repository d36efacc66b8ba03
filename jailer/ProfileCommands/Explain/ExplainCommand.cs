using System.IO;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Diff;
using Kiln.ProfileCommands.Options;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Explain;

/// <summary><c>jailer profile explain</c>.</summary>
internal sealed class ExplainCommand : IProfileCommand
{
    private static readonly OptionModel _thread = new("--thread", "launch|setup|runtime|vmm|api|vcpu", "describe only one program");

    private static readonly OptionModel _since = new("--since", "OLD", "say what changed since a directory, a filter set of 'compile', or shipped");

    private static readonly FormatOption _format = new(
        "text for people, an object, tables for a review, or a page for a review meeting", "text", "json", "markdown", "html");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile explain",
        KilnVersion.Text,
        "[DIR] [--thread THREAD] [--since OLD] [--made SECONDS] [--format FORMAT]",
        "Describes what each thread may do: calls, conditions in words, actions, reasons and where they are written; dangerous grants first.\n"
        + "The HTML page is self-contained: you can mail it, search it, print it, sign it and read it offline; every rule has a link of its own.\n"
        + "It bears the SHA-256 of the filter set that 'compile' writes for the same profiles, and its date.",
        [_thread, _since, PageDate.Option, _format.Model],
        """
        example:
          jailer profile explain --thread vcpu
          jailer profile explain /etc/kiln/profiles --since shipped --format html > review.html

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
        // Refuses profiles that do not compile: an explanation of them would be meaningless.
        FilterSide side = FilterSide.OfProfiles(directory);
        SideProfiles compiled = side.Profiles!;
        Policy policy = Policy.Of(
            directory is null ? $"the profiles shipped with {KilnVersion.Text}" : $"the profiles of {Path.GetFullPath(directory)}", compiled.Library, compiled.Set, profiles);
        policy = command[_since] is { } since ? policy with { Changes = PolicyChanges.Of(since, side, policy.Programs) } : policy;
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => PolicyJson.Of(policy),
            "markdown" => PolicyMarkdown.Of(policy),
            "html" => PolicyHtml.Of(policy, PageDate.Of(DateTimeOffset.UtcNow, command[PageDate.Option])),
            _ => PolicyText.Of(policy),
        });
        return ExitStatus.Success;
    }
}
