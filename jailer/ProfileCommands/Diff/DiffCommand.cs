using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;

namespace Kiln.ProfileCommands.Diff;

/// <summary><c>jailer profile diff</c>.</summary>
internal sealed class DiffCommand : IProfileCommand
{
    private const int Stricter = 1;
    private const int Wider = 2;
    private const int Failed = 3;

    private static readonly FormatOption _format = new("lines for people, an object, or tables for a review", "text", "json", "markdown");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile diff",
        KilnVersion.Text,
        "OLD NEW [--format FORMAT]",
        "Says which calls two sets of filters answer differently, each with a call that shows it. The filters that threads carry are followed\n"
        + "along all their paths for all arguments: what is not named is answered alike, however it is written.",
        [_format.Model],
        """
        example:
          jailer profile diff shipped /etc/kiln/profiles
          jailer profile diff filters.bin $(pidof vmm) --format markdown

        exit status:
          0 equal; 1 only stricter; 2 something is wider, or fails otherwise; 3 something could not be proven, or a wrong command line;
          reasons and files that changed are told, and change no status
        """)
    {
        Operands =
        [
            new("OLD", "a directory of YAML files, a filter set of 'compile', shipped, the pid of a monitor, for which you need root; or a file of BPF instructions, which stands for every thread"),
            new("NEW", "what to compare with it, given in the same way"),
        ],
    };

    /// <inheritdoc/>
    public int FailureStatus => Failed;

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        if (command.Operands is not [var old, var @new])
        {
            throw new JailerFailure("OLD and NEW are missing: jailer profile diff shipped /etc/kiln/profiles");
        }
        Difference difference = Difference.Between(FilterSide.Of(old), FilterSide.Of(@new));
        if (difference.Threads.Count == 0)
        {
            throw new JailerFailure("the two have no thread in common; give the pid of a monitor whose guest runs");
        }
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => DiffJson.Of(difference),
            "markdown" => DiffMarkdown.Of(difference),
            _ => DiffText.Of(difference),
        });
        return difference.Verdict switch
        {
            DiffVerdict.Equal => ExitStatus.Success,
            DiffVerdict.Stricter => Stricter,
            DiffVerdict.Other or DiffVerdict.Wider => Wider,
            _ => Failed,
        };
    }
}
