using System.Linq;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Why;

/// <summary><c>jailer profile why</c>.</summary>
internal sealed class WhyCommand : IProfileCommand
{
    private const int Forbidden = 3;

    private static readonly FormatOption _format = new("lines for people, an object, or a table for a review", "text", "json", "markdown");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile why",
        KilnVersion.Text,
        "THREAD CALL [ARGUMENT...] | LINE [--seccomp-profiles DIR] [--format FORMAT]",
        "Explains the outcome of a call: how each program on the thread answers, which line decides, and which rule came closest.\n"
        + "LINE is a violation reported by the monitor, in quotes; such a line also ends with the command to run.",
        [ProfileOptions.Profiles, _format.Model],
        """
        example:
          jailer profile why vcpu ioctl 9 KVM_CREATE_VCPU
          jailer profile why api openat AT_FDCWD 0 'O_RDWR|O_CREAT' --format markdown

        exit status:
          0 the call is made; 3 it is not; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands =
        [
            new("THREAD", "vmm, api, vcpu or runtime; setup or launch: any thread that has not installed its own yet"),
            new("CALL", "a system call of x86_64, by name or number"),
            new("ARGUMENT", "up to six values: 10, -100, 0xA or C constants joined by |; missing ones are 0"),
        ],
        MostOperands = 2 + CallQuestion.MostArguments,
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        CallQuestion question = CallQuestion.Of(command.Operands.ToArray());
        string? directory = command[ProfileOptions.Profiles];
        FilterSet set = ProfileOptions.CompiledSetOf(directory);
        StackAnswer answer = StackAnswer.To(question, set, new ProfileLibrary(ProfileOptions.SourceOf(directory)));
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => WhyJson.Of(answer),
            "markdown" => WhyMarkdown.Of(answer),
            _ => WhyText.Of(answer),
        });
        return answer.Decisive.Action.Permits ? ExitStatus.Success : Forbidden;
    }
}
