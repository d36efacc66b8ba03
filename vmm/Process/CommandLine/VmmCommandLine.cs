using Kiln.CommandLine;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The monitor's command line.</summary>
internal static class VmmCommandLine
{
    private const string DefaultId = "anonymous-instance";

    private static readonly OptionModel _id = new("--id", "ID", "name of the microVM: 1 to 64 letters, digits and -") { Default = DefaultId };

    private const string DefaultSocket = "/run/firecracker.socket";

    private static readonly OptionModel _apiSocket =
        new("--api-sock", "PATH", "the unix socket of the API; stays at the end, and is taken again") { Default = DefaultSocket };

    private static readonly OptionModel _configurationFile =
        new("--config-file", "FILE", "JSON: the objects of the API by their names; the guest starts at once; - is standard input");

    private static readonly OptionModel _noApi = new("--no-api", null, "no API socket and no thread for it; needs --config-file");

    private static readonly OptionModel _metricsPath =
        new("--metrics-path", "FILE", "write metrics to a file or named pipe, a line of JSON a minute");

    private static readonly NumberOption _events = new(
        new("--events-fd", "N", "write a line of JSON for each event of the microVM's life to this open descriptor"), "a descriptor", int.MaxValue);

    private static readonly OptionModel _bootTimer =
        new("--boot-timer", null, "a device at 0xc0000000: when the guest writes the byte 123 to it, the time since the start is logged");

    // The format that the contract's level has.
    private const string SnapshotVersion = "v11.0.0";

    private static readonly OptionModel _snapshotVersion =
        new("--snapshot-version", null, "print the version of Firecracker's snapshot format that is kept to, and exit");

    private const string Microseconds = "microseconds";

    // What the jailer passes on.
    private static readonly NumberOption _startTime =
        new(new("--start-time-us", "N", "when the jailer started, microseconds of the monotonic clock"), Microseconds);

    private static readonly NumberOption _startProcessorTime =
        new(new("--start-time-cpu-us", "N", "processor time that counts as used before the start, microseconds"), Microseconds);

    private static readonly NumberOption _parentProcessorTime =
        new(new("--parent-cpu-time-us", "N", "processor time that the jailer used, microseconds"), Microseconds);

    private static readonly OptionModel _seccompFilter =
        new(FilterOptions.SeccompFilterName, "FILE", "a filter set made by 'jailer profile compile', in place of the embedded one");

    private static readonly OptionModel _seccompLog =
        new(FilterOptions.SeccompLogName, null, "log calls that no rule answers, and make them; for developing profiles only");

    private static readonly OptionModel _noSeccomp = new(FilterOptions.NoSeccompName, null, "no filters at all; for debugging only");

    /// <summary>What it takes.</summary>
    internal static CommandModel Model { get; } = new(
        "vmm",
        Identity.Current.Versions,
        "[--id ID] [--api-sock PATH | --no-api] [--config-file FILE] [options]\n       vmm check-config FILE",
        "Runs one guest on KVM, told what to do by the API on a unix socket or by a file. Meant to be started by the jailer.",
        [
            _id, _apiSocket, _noApi, _configurationFile, .. SizeOptions.Models, .. LogOptions.Models, _metricsPath, _events.Model, _bootTimer,
            _seccompFilter, _seccompLog, _noSeccomp, _startTime.Model, _startProcessorTime.Model, _parentProcessorTime.Model,
            _snapshotVersion,
        ],
        """
        example:
          vmm --api-sock /tmp/vm.sock --log-path /tmp/vm.log
          curl --unix-socket /tmp/vm.sock -X PUT http://vm/boot-source -d '{"kernel_image_path": "vmlinux"}'
          curl --unix-socket /tmp/vm.sock -X PUT http://vm/actions -d '{"action_type": "InstanceStart"}'
          curl --unix-socket /tmp/vm.sock http://vm/openapi.yaml    lists all requests

          vmm --no-api --config-file vm.json
          vm.json: {"boot-source": {"kernel_image_path": "vmlinux", "boot_args": "console=ttyS0"},
                    "machine-config": {"vcpu_count": 1, "mem_size_mib": 128}}

        exit status:
          0 the guest reset or shut down; 1 it could not start, or failed; 134 internal error; 148 forbidden system call;
          151 a file reached its limit; 152 unknown log level; 153 wrong command line; 154 processor time used up;
          156 ended by SIGHUP; it dies of SIGINT, SIGQUIT, SIGTERM and SIGABRT, which shells show as 130, 131, 143 and 134
        """);

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The options, or null when help or a version was asked for and printed.</returns>
    /// <exception cref="VmmFailure">It is wrong.</exception>
    internal static VmmOptions? Parse(string[] arguments)
    {
        if (AbsentOptions.FirstOf(arguments) is { } absent)
        {
            throw Wrong($"{absent} is not part of this version of Kiln; leave it out");
        }
        ParsedCommand command = StrictParser.Parse(Model, arguments);
        if (command.Error is { } error)
        {
            throw Wrong(error);
        }
        if (command.Text is { } text)
        {
            Message.Output(text);
            return null;
        }
        if (command.Has(_snapshotVersion))
        {
            Message.Output($"{SnapshotVersion}\n");
            return null;
        }
        bool api = !command.Has(_noApi);
        if (!api && !command.Has(_configurationFile))
        {
            throw Wrong("--no-api needs --config-file FILE: without either nobody could say what to run");
        }
        return new VmmOptions(CheckId(command[_id] ?? DefaultId), FiltersOf(command), TimesOf(command))
        {
            ApiSocket = api ? command[_apiSocket] ?? DefaultSocket : null,
            PayloadLimit = SizeOptions.PayloadOf(command),
            MetadataLimit = SizeOptions.MetadataOf(command),
            ConfigurationFile = command[_configurationFile],
            BootTimer = command.Has(_bootTimer),
            Log = LogOptions.Of(command),
            LogFormat = LogOptions.FormatOf(command),
            MetricsPath = command[_metricsPath],
            EventsDescriptor = (int?)_events.Of(command),
        };
    }

    private static StartTimes TimesOf(ParsedCommand command) =>
        new(_startTime.Of(command), _startProcessorTime.Of(command), _parentProcessorTime.Of(command) ?? 0);

    private static FilterOptions FiltersOf(ParsedCommand command)
    {
        FilterMode mode = command.Has(_noSeccomp) ? FilterMode.None : command.Has(_seccompLog) ? FilterMode.Log : FilterMode.Enforce;
        string? file = command[_seccompFilter];
        return mode == FilterMode.None && (file is not null || command.Has(_seccompLog))
            ? throw Wrong($"{FilterOptions.NoSeccompName} cannot be used together with {(file is null ? FilterOptions.SeccompLogName : FilterOptions.SeccompFilterName)}; give one of them")
            : new FilterOptions(file, mode);
    }

    private static string CheckId(string id) => InstanceId.ReasonAgainst(id) is { } reason ? throw Wrong(reason) : id;

    private static VmmFailure Wrong(string message) => new(message, ExitCode.ArgumentParsing);
}
