using System.Globalization;
using System.Linq;
using Kiln.CommandLine;
using Kiln.Linux;
using Kiln.Profiles;
using Kiln.Seccomp;

namespace Kiln.Jailer.ProfileCommands;

/// <summary><c>jailer profile why</c>.</summary>
internal sealed class WhyCommand : IProfileCommand
{
    private const int MostArguments = 6;

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile why",
        KilnVersion.Text,
        "PROFILE CALL [ARGUMENT...] [--seccomp-profiles DIR]",
        "Explains what a program answers to a call: the rule that decides, or the one that comes nearest.\n"
        + "A report of a forbidden call ends with the command line for this.",
        [ProfileOptions.Profiles],
        """
        example:
          jailer profile why vcpu ioctl 9 KVM_CREATE_VCPU

        exit status:
          0 the call is made; 3 it is not; 1 the profiles have errors, or a wrong command line
        """)
    {
        Operands =
        [
            new("PROFILE", "launch, setup, runtime, vmm, api or vcpu"),
            new("CALL", "a system call of x86_64, by name or number"),
            new("ARGUMENT", "up to six numbers, as 10, 0xA or a constant of C; missing ones are 0"),
        ],
        MostOperands = 2 + MostArguments,
    };

    private const int Forbidden = 3;

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        if (command.Operands.ToArray() is not [string profile, string call, .. string[] values])
        {
            throw new JailerFailure("PROFILE and CALL are missing: jailer profile why vcpu ioctl 9 KVM_RUN");
        }
        FilterProfile program = ProfileOptions.ProgramOf(profile);
        int number = SyscallTable.NumberOf(call) ?? (int?)Number(call) ?? throw new JailerFailure($"there is no system call '{call}' on x86_64");
        ulong[] arguments = new ulong[MostArguments];
        values.Select(value => Number(value) ?? NamedConstants.ValueOf(value)
            ?? throw new JailerFailure($"'{value}' is neither a number nor a constant that profiles know")).ToArray().CopyTo(arguments, 0);
        string? directory = command[ProfileOptions.Profiles];
        FilterSet set = ProfileOptions.CompiledSetOf(directory);
        IReadOnlyDictionary<RuleOrigin, RuleNote> notes = new ProfileLibrary(ProfileOptions.SourceOf(directory)).NotesOf(program);
        Explanation explanation = new(set, program, number, arguments);
        Program.Write(Descriptor.StandardOutput, explanation.Describe(notes));
        return explanation.Answer.Permits ? Program.Success : Forbidden;
    }

    private static ulong? Number(string text)
    {
        bool hexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(
            hexadecimal ? text.AsSpan(2) : text,
            hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong value)
                ? value
                : null;
    }
}
