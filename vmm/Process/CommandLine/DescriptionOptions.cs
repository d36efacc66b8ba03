using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The command-line options that ask for what this monitor's snapshots are, or a file is.</summary>
internal static class DescriptionOptions
{
    private static readonly OptionModel _supported =
        new("--snapshot-version", null, "print the version of snapshots that is supported, numbered as Firecracker's, and exit"u8);

    private static readonly OptionModel _file = new(
        "--describe-snapshot", "FILE", "print the version of a snapshot's state file, or as JSON what it has, and exit; without KVM"u8);

    private static readonly FormatOption _format = new("of --describe-snapshot: the version alone, or an object", "text", "json");

    internal static OptionModel[] Models { get; } = [_supported, _file, _format.Model];

    /// <summary>Whether the supported version is asked for.</summary>
    internal static bool AskVersion(ParsedCommand command) => command.Has(_supported);

    /// <summary>Prints the supported version.</summary>
    internal static void PrintVersion() => Message.Output($"v{StateFormat.Version}\n");

    /// <summary>What prints the description of a file; null if none is asked for.</summary>
    /// <exception cref="VmmFailure">The format is unknown, or given for nothing.</exception>
    internal static Action? Of(ParsedCommand command)
    {
        if (_format.TryRead(command, out string format) is { } error)
        {
            throw new VmmFailure(error, ExitCode.ArgumentParsing);
        }
        if (command[_file] is { } file)
        {
            return () => Print(SavedSnapshot.Open(file), format);
        }
        return command.Has(_format.Model)
            ? throw new VmmFailure($"{_format.Model.Name} is of {_file.Name} FILE, which is missing: name the file, or leave it out", ExitCode.ArgumentParsing)
            : null;
    }

    // A file of another version is refused, so this is the version of every one that is described.
    private static void Print(SavedSnapshot snapshot, string format) =>
        Message.Output(format == "json" ? SnapshotDocument.Of(snapshot) : $"v{StateFormat.Version}\n");
}
