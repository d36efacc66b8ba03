using System.Globalization;
using System.IO;
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
    // Six programs of 4096 instructions and their rules; a longer file is not a filter set.
    private const long MaximumLength = 1024 * 1024;

    private static readonly OptionModel _set = new("--filter-set", "FILE", "a compiled set instead of profiles");

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
        FilterSet set = command[_set] is { } file ? ReadSet(file) : ProfileOptions.CompiledSetOf(command[ProfileOptions.Profiles]);
        StringBuilder text = new();
        foreach (FilterProfile profile in profiles)
        {
            sock_filter[] program = set.Program(profile).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"{FilterProfiles.NameOf(profile)}: {program.Length} instructions\n");
            text.Append(new BpfDisassembler(program, SyscallArchitecture.X64)).Append('\n');
        }
        Output.Write(Descriptor.StandardOutput, text.ToString().TrimEnd('\n') + "\n");
        return ExitStatus.Success;
    }

    private static FilterSet ReadSet(string path)
    {
        try
        {
            byte[] bytes = new FileInfo(path).Length <= MaximumLength ? File.ReadAllBytes(path) : [];
            return FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
                ? set
                : throw new JailerFailure($"{path} is unusable: {error}; make it with 'jailer profile compile'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new JailerFailure($"{path} cannot be read: error {exception.HResult & 0xFFFF}; check {_set.Name}");
        }
    }
}
