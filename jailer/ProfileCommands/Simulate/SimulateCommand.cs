using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.ProfileCommands.Why;
using Kiln.Profiles;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Simulate;

/// <summary><c>jailer profile simulate</c>.</summary>
internal sealed class SimulateCommand : IProfileCommand
{
    private const int NotAllowed = 3;
    private const string Input = "-";

    private static readonly FormatOption _format = new("lines for people, an object, or a table for a review", "text", "json", "markdown");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile simulate",
        KilnVersion.Text,
        "THREAD FILE [--seccomp-profiles DIR] [--format FORMAT]",
        "Says which of the system calls in a file the filters of a thread would refuse: what strace prints with any options, violations reported by the\n"
        + "monitor, audit lines (type=1326 or SECCOMP), and calls as 'why' takes them, line by line. Where a line does not have all arguments, all calls that it\n"
        + "may stand for are asked about: they are allowed, refused, or allowed for some arguments only.",
        [ProfileOptions.Profiles, _format.Model],
        """
        example:
          strace -f -X raw -o calls.txt ./program
          jailer profile simulate vmm calls.txt
          strace -f ls 2>&1 | jailer profile simulate api - --format json

        exit status:
          0 every call is allowed; 3 some are refused, or allowed for some arguments only; 1 the file cannot be read or has no call, the profiles have
          errors, or a wrong command line
        """)
    {
        Operands = [ProfileOptions.Thread, new("FILE", "the recorded calls, of any length; - is standard input")],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        string format = _format.Of(command);
        if (command.Operands is not [var name, var file])
        {
            throw new JailerFailure("THREAD and FILE are missing: jailer profile simulate vcpu calls.txt");
        }
        FilterProfile thread = ThreadName.Demand(name);
        string? directory = command[ProfileOptions.Profiles];
        Simulation simulation = new(ThreadFilters.Of(thread, ProfileOptions.CompiledSetOf(directory), new ProfileLibrary(ProfileOptions.SourceOf(directory))));
        Read(simulation, file);
        SimulationReport report = new(simulation, file == Input ? "standard input" : file);
        if (simulation.Calls == 0)
        {
            throw new JailerFailure($"{file} has no system call of a known form{report.Doubt}; record some with strace -f -o FILE PROGRAM");
        }
        Output.Write(Descriptor.StandardOutput, format switch
        {
            "json" => report.Json(),
            "markdown" => report.Markdown(),
            _ => report.Text(),
        });
        return simulation[OutcomeKind.Allowed] == simulation.Calls ? ExitStatus.Success : NotAllowed;
    }

    private static void Read(Simulation simulation, string file)
    {
        if (file == Input)
        {
            simulation.Read(new LineReader(Descriptor.StandardInput, "standard input"));
            return;
        }
        if (OwnedDescriptor.TryOpen(file, (int)AccessMode.O_RDONLY, 0, out OwnedDescriptor? opened) is { } error)
        {
            throw new JailerFailure($"{file} cannot be read: {error.Errno.Description}; give a file of system calls, or - for standard input");
        }
        using (opened)
        {
            simulation.Read(new LineReader(opened!.Descriptor, file));
        }
    }
}
