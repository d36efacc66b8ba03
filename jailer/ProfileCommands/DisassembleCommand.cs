using System.Globalization;
using System.Text;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.ProfileCommands.Options;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands;

/// <summary><c>jailer profile disasm</c>.</summary>
internal sealed class DisassembleCommand : IProfileCommand
{
    private static readonly OptionModel _set = new("--filter-set", "FILE", "a compiled set instead of profiles, or one filter of others as its bare instructions");

    /// <inheritdoc/>
    public CommandModel Model { get; } = new(
        "jailer profile disasm",
        KilnVersion.Text,
        "[PROFILE] [--seccomp-profiles DIR | --filter-set FILE]",
        "Prints the BPF programs that the profiles compile to, as the kernel runs them.",
        [ProfileOptions.Profiles, _set],
        """
        example:
          jailer profile disasm vcpu

        exit status:
          0 printed; 1 there is no such program, the profiles have errors, or a wrong command line
        """)
    {
        Operands = [new("PROFILE", "launch, setup, runtime, vmm, api or vcpu; default: all of them")],
    };

    /// <inheritdoc/>
    public int Run(ParsedCommand command)
    {
        if (command.Has(_set) && command.Has(ProfileOptions.Profiles))
        {
            throw new JailerFailure($"{_set.Name} cannot be used together with {ProfileOptions.Profiles.Name}; give one of them");
        }
        FilterProfile[] profiles = command.Operands is [string name] ? [ProfileOptions.ProgramOf(name)] : FilterProfiles.All.ToArray();
        FilterFile? file = command[_set] is { } path ? FilterFile.Read(path) : null;
        StringBuilder text = new();
        if (file is { Set: null })
        {
            Append(text, "filter", file.Program);
        }
        else
        {
            FilterSet set = file?.Set ?? ProfileOptions.CompiledSetOf(command[ProfileOptions.Profiles]);
            foreach (FilterProfile profile in profiles)
            {
                Append(text, FilterProfiles.NameOf(profile), set.Program(profile).ToArray());
            }
        }
        Output.Write(Descriptor.StandardOutput, text.ToString().TrimEnd('\n') + "\n");
        return ExitStatus.Success;
    }

    private static void Append(StringBuilder text, string name, sock_filter[] program) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}: {program.Length} instructions\n").Append(new BpfDisassembler(program, SyscallArchitecture.X64)).Append('\n');
}
