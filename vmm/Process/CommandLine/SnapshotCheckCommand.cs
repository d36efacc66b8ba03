using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary><c>vmm snapshot check STATE MEMORY</c>: whether a snapshot can be loaded, without KVM and without opening its drives.</summary>
internal sealed class SnapshotCheckCommand
{
    /// <summary>The first word of the command.</summary>
    internal const string Group = "snapshot";

    private const string Name = "check";

    private static readonly FormatOption _format = new("a line for people, or an object", "text", "json");

    private readonly string _state;
    private readonly string _memory;
    private readonly string _as;

    private SnapshotCheckCommand(string state, string memory, string format) => (_state, _memory, _as) = (state, memory, format);

    internal static CommandModel Model { get; } = new(
        $"vmm {Group} {Name}",
        KilnVersion.Text,
        "STATE MEMORY [--format FORMAT]"u8,
        "Says whether a snapshot can be loaded: whether its state is whole, of this version and a machine's, and its memory there.\n"u8
        + "Needs neither KVM nor the files of its drives. Whether a host's processor takes the state, only a load there tells."u8,
        [_format.Model],
        """
        example:
          vmm snapshot check vm.state vm.memory
          vmm snapshot check --format json vm.state vm.memory

        exit status:
          0 it can be loaded; 1 it cannot; 153 wrong command line
        """u8)
    {
        Operands =
        [
            new OperandModel("STATE", "the snapshot_path of PUT /snapshot/create"),
            new OperandModel("MEMORY", "its mem_file_path"),
        ],
    };

    /// <summary>Parses a command line.</summary>
    /// <param name="arguments">The arguments after the first word.</param>
    /// <returns>The command, or null when help or a version was requested and printed.</returns>
    /// <exception cref="VmmFailure">The command line is wrong.</exception>
    internal static SnapshotCheckCommand? Parse(string[] arguments)
    {
        // Help and version can be asked of the group, too: it has one command.
        string[] own = arguments is [Name, .. string[] rest] ? rest : arguments;
        ParsedCommand command = OptionLoop.Instance.Parse(Model, own);
        if (command.Text is { } text)
        {
            Message.Output(text);
            return null;
        }
        if (arguments is not [Name, ..])
        {
            throw Wrong($"vmm {Group} has one command, {Name}; see {Model.Program} --help");
        }
        if (command.Error is not null || command.Operands is not [var state, var memory])
        {
            throw Wrong(command.Error ?? $"{Group} {Name} needs two files, STATE and MEMORY; see {Model.Program} --help");
        }
        return _format.TryRead(command, out string format) is { } error
            ? throw Wrong(error)
            : new SnapshotCheckCommand(state, memory, format);
    }

    /// <summary>Checks the files, and prints the result.</summary>
    /// <exception cref="VmmFailure">The snapshot cannot be loaded, and the result is a line for people.</exception>
    internal ExitCode Run()
    {
        if (_as == "text")
        {
            Message.Output(Summary(Check()));
            return ExitCode.Ok;
        }
        string? reason = null;
        try
        {
            _ = Check();
        }
        catch (VmmFailure failure)
        {
            reason = failure.Message;
        }
        Message.Output(SnapshotDocument.OfCheck(reason));
        return reason is null ? ExitCode.Ok : ExitCode.GenericError;
    }

    private SavedSnapshot Check()
    {
        SavedSnapshot snapshot = SavedSnapshot.Open(_state);
        snapshot.CheckMemory(_memory);
        return snapshot;
    }

    private static string Summary(SavedSnapshot snapshot)
    {
        MachineConfiguration machine = snapshot.Configuration.Machine;
        int vcpus = machine.Processors.Count;
        // A private mapping of the memory file cannot have them.
        string cure = machine.Pages == HugePages.Reserved ? "; its pages were of 2 MiB: load it with huge_pages None or Transparent" : "";
        return $"ok: {vcpus} vCPU{(vcpus == 1 ? "" : "s")}, {machine.MemoryMebibytes} MiB, {snapshot.Devices.Count} devices; "
            + $"version {StateFormat.Version}, saved by Kiln v{snapshot.Origin.Version} on {snapshot.Origin.Architecture}{cure}\n";
    }

    private static VmmFailure Wrong(string message) => new(message, ExitCode.ArgumentParsing);
}
