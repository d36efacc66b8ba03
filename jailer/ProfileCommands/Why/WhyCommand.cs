using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Profiles;

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
        + "LINE is, in quotes, a violation reported by the monitor, which also ends with the command to run, or the line of a filter in the kernel's log or\n"
        + "auditd's (type=1326 or SECCOMP), whose comm is the thread; it has no arguments, so the answer says for which ones the call is made.",
        [ProfileOptions.Profiles, _format.Model],
        """
        example:
          jailer profile why vcpu ioctl 9 KVM_CREATE_VCPU
          jailer profile why api openat AT_FDCWD 0 'O_RDWR|O_CREAT' --format markdown
          jailer profile why "$(dmesg | grep type=1326 | tail -1)"

        exit status:
          0 the call is made; 3 it is not, or only for some arguments; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands =
        [
            ProfileOptions.Thread,
            new("CALL", "a system call of x86_64, by name or number"),
            new("ARGUMENT", "up to six values: 10, -100, 0xA or C constants joined by |; missing ones are 0"),
        ],
        MostOperands = 2 + CallQuestion.MostArguments,
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        string? directory = command[ProfileOptions.Profiles];
        string[] operands = [.. command.Operands];
        if (operands is [string text] && AuditLine.Of(text) is { } line)
        {
            AuditAnswer told = AuditAnswer.To(line, ProfileOptions.CompiledSetOf(directory), new ProfileLibrary(ProfileOptions.SourceOf(directory)));
            return Tell(format, told, AuditReport.Text, AuditReport.Json, AuditReport.Markdown, told.IsMade == true);
        }
        CallQuestion question = CallQuestion.Of(operands);
        StackAnswer answer = StackAnswer.To(question, ProfileOptions.CompiledSetOf(directory), new ProfileLibrary(ProfileOptions.SourceOf(directory)));
        return Tell(format, answer, WhyText.Of, WhyJson.Of, WhyMarkdown.Of, answer.Decisive.Action.Permits);
    }

    private static int Tell<T>(string format, T answer, Func<T, string> text, Func<T, string> json, Func<T, string> markdown, bool isMade)
    {
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => json(answer),
            "markdown" => markdown(answer),
            _ => text(answer),
        });
        return isMade ? ExitStatus.Success : Forbidden;
    }
}
