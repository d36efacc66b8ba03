using System.Globalization;
using Kiln.CommandLine;
using Kiln.Vmm.Console;

namespace Kiln.Vmm.CommandLine;

/// <summary>The monitor's command line.</summary>
internal static class VmmCommandLine
{
    internal const string NoSeccompName = "--no-seccomp";
    internal const string SeccompLogName = "--seccomp-log";
    internal const string SeccompFilterName = "--seccomp-filter";

    private const string DefaultId = "anonymous-instance";

    private static readonly OptionModel _id = new("--id", "ID", "name of the microVM: 1 to 64 letters, digits and -") { Default = DefaultId };

    private static readonly OptionModel _configurationFile =
        new("--config-file", "FILE", "JSON: boot-source and machine-config; the guest starts at once");

    private static readonly OptionModel _noApi = new("--no-api", null, "no API socket; needs --config-file, and this version needs it");

    private static readonly OptionModel _bootTimer =
        new("--boot-timer", null, "a device at 0xc0000000: when the guest writes the byte 123 to it, the time since the start is told");

    // What the jailer passes on.
    private static readonly OptionModel[] _startTimes =
    [
        new("--start-time-us", "N", "when the jailer started, microseconds of the monotonic clock"),
        new("--start-time-cpu-us", "N", "processor time that counts as used before the start, microseconds"),
        new("--parent-cpu-time-us", "N", "processor time that the jailer used, microseconds"),
    ];

    private static readonly OptionModel _seccompFilter =
        new(SeccompFilterName, "FILE", "a filter set made by 'jailer profile compile', in place of the embedded one");

    private static readonly OptionModel _seccompLog =
        new(SeccompLogName, null, "log calls that no rule answers, and make them; for developing profiles only");

    private static readonly OptionModel _noSeccomp = new(NoSeccompName, null, "no filters at all; for debugging only");

    private static readonly CommandModel _model = new(
        "vmm",
        KilnVersion.Text,
        "[--id ID] --no-api --config-file FILE [--boot-timer] [--seccomp-filter FILE] [--seccomp-log] [--no-seccomp]",
        "Runs one guest on KVM, with its first serial port on standard input and output. Meant to be started by the jailer.",
        [_id, _configurationFile, _noApi, _bootTimer, _seccompFilter, _seccompLog, _noSeccomp, .. _startTimes],
        """
        example:
          vmm --no-api --config-file vm.json
          vm.json: {"boot-source": {"kernel_image_path": "vmlinux", "boot_args": "console=ttyS0"},
                    "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}}

        exit status:
          0 the guest reset or shut down; 1 it could not start, or failed; 134 internal error; 148 forbidden system call;
          153 wrong command line; 130, 131, 143, 156 ended by SIGINT, SIGQUIT, SIGTERM, SIGHUP
        """);

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The options, or null when help or version was asked for and printed.</returns>
    /// <exception cref="VmmFailure">It is wrong.</exception>
    internal static VmmOptions? Parse(string[] arguments)
    {
        ParsedCommand command = StrictParser.Parse(_model, arguments);
        if (command.Error is { } error)
        {
            throw Wrong(error);
        }
        if (command.Text is { } text)
        {
            Message.Output(text);
            return null;
        }
        CheckStartTimes(command);
        if (!command.Has(_noApi))
        {
            throw Wrong("the API is not part of this version; give --no-api --config-file FILE");
        }
        return command[_configurationFile] is { } file
            ? new VmmOptions(CheckId(command[_id] ?? DefaultId), file, command.Has(_bootTimer), FiltersOf(command))
            : throw Wrong("--no-api needs --config-file FILE: without either nobody could say what to run");
    }

    // For metrics, which this version has none of: what is wrong in them is wrong all the same.
    private static void CheckStartTimes(ParsedCommand command)
    {
        foreach (OptionModel option in _startTimes)
        {
            if (command[option] is { } text && !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                throw Wrong($"{option.Name} is '{text}'; a number of microseconds is expected");
            }
        }
    }

    private static FilterOptions FiltersOf(ParsedCommand command)
    {
        FilterMode mode = command.Has(_noSeccomp) ? FilterMode.None : command.Has(_seccompLog) ? FilterMode.Log : FilterMode.Enforce;
        string? file = command[_seccompFilter];
        return mode == FilterMode.None && (file is not null || command.Has(_seccompLog))
            ? throw Wrong($"{NoSeccompName} cannot be used together with {(file is null ? SeccompLogName : SeccompFilterName)}; give one of them")
            : new FilterOptions(file, mode);
    }

    private static string CheckId(string id) => InstanceId.ReasonAgainst(id) is { } reason ? throw Wrong(reason) : id;

    private static VmmFailure Wrong(string message) => new(message, ExitCode.ArgumentParsing);
}
