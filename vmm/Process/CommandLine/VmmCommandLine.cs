using Kiln.CommandLine;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>The monitor's command line.</summary>
internal static class VmmCommandLine
{
    private const string DefaultId = "anonymous-instance";

    private static readonly OptionModel _id = new("--id", "ID", "name of the microVM: 1 to 64 letters, digits and -"u8) { Default = DefaultId };

    private const string DefaultSocket = "/run/firecracker.socket";

    private static readonly OptionModel _apiSocket =
        new("--api-sock", "PATH", "the API's Unix socket; remains after the end, and is reused"u8) { Default = DefaultSocket };

    private static readonly OptionModel _configurationFile =
        new("--config-file", "FILE", "JSON with the API's objects by name; the guest starts at once; - is standard input"u8);

    private static readonly OptionModel _metadata =
        new("--metadata", "FILE", "JSON that the guest finds in its metadata service, as by PUT /mmds"u8);

    private static readonly OptionModel _noApi = new("--no-api", null, "no API socket and no thread for it; needs --config-file"u8);

    private static readonly OptionModel _metricsPath =
        new("--metrics-path", "FILE", "write metrics to a file or named pipe, one line of JSON per minute"u8);

    private static readonly NumberOption _events = new(
        new(JailerDescriptors.EventsName, "N", "write one line of JSON per life-cycle event to this open descriptor"u8), "a descriptor", int.MaxValue);

    private static readonly OptionModel _eventsPath = new("--events-path", "FILE", "write these lines to a file or named pipe"u8);

    private static readonly OptionModel _bootTimer =
        new("--boot-timer", null, "a device at 0xc0000000: when the guest writes the byte 123 to it, the time since the start is logged"u8);

    private const string Microseconds = "microseconds";

    // Passed by the jailer.
    private static readonly NumberOption _startTime =
        new(new("--start-time-us", "N", "when the jailer started, microseconds of the monotonic clock"u8), Microseconds);

    private static readonly NumberOption _startProcessorTime =
        new(new("--start-time-cpu-us", "N", "processor time that counts as used before the start, microseconds"u8), Microseconds);

    private static readonly NumberOption _parentProcessorTime =
        new(new("--parent-cpu-time-us", "N", "processor time that the jailer used, microseconds"u8), Microseconds);

    private static readonly OptionModel _ready = new(JailerDescriptors.ReadinessName, "N", "tell a jailer that waits, at this descriptor, that the monitor serves"u8);

    private static readonly OptionModel _seccompFilter =
        new(FilterOptions.SeccompFilterName, "FILE", "a filter set made by 'jailer profile compile', in place of the embedded one"u8);

    private static readonly OptionModel _seccompLog =
        new(FilterOptions.SeccompLogName, null, "log calls that no rule answers, and make them; for developing profiles only"u8) { IsWeakening = true };

    private static readonly OptionModel _noSeccomp = new(FilterOptions.NoSeccompName, null, "no filters at all; for debugging only"u8) { IsWeakening = true };

    internal static CommandModel Model { get; } = new(
        "vmm",
        Identity.Current.Versions,
        "[--id ID] [--api-sock PATH | --no-api] [--config-file FILE] [options]\n       vmm check-config FILE\n       vmm snapshot check STATE MEMORY"u8,
        "Runs one guest on KVM, controlled by the API on a Unix socket or by a file. Meant to be started by the jailer."u8,
        [
            _id, _apiSocket, _noApi, _configurationFile, _metadata, .. SizeOptions.Models, .. LogOptions.Models, _metricsPath, _events.Model, _eventsPath,
            _bootTimer,
            _seccompFilter, _seccompLog, _noSeccomp, _startTime.Model, _startProcessorTime.Model, _parentProcessorTime.Model, _ready,
            .. DescriptionOptions.Models,
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
          0 the guest reset or shut down; 1 it could not start, or failed, or is asked to describe no snapshot; 2 unexpected; 134 internal error;
          148 forbidden system call; 136, 149, 150, 157 a processor fault outside managed code: SIGFPE, SIGBUS, SIGSEGV, SIGILL;
          151 a file reached its limit; 152 unknown log level; 153 wrong command line; 154 processor time used up;
          156 ended by SIGHUP; it dies of SIGINT, SIGQUIT, SIGTERM and SIGABRT, which shells show as 130, 131, 143 and 134
        """u8);

    /// <summary>Parses the command line.</summary>
    /// <returns>The options, or null when help or a version was requested and printed.</returns>
    /// <exception cref="VmmFailure"/>
    internal static VmmOptions? Parse(string[] arguments)
    {
        if (AbsentOptions.FirstOf(arguments) is { } absent)
        {
            throw Wrong($"{absent} is not part of this version of Kiln; leave it out");
        }
        ParsedCommand command = OptionLoop.Instance.Parse(Model, arguments);
        if (command.Error is { } error)
        {
            throw Wrong(error);
        }
        if (command.Text is { } text)
        {
            Message.Output(text);
            return null;
        }
        if (DescriptionOptions.AskVersion(command))
        {
            DescriptionOptions.PrintVersion();
            return null;
        }
        bool api = !command.Has(_noApi);
        if (!api && !command.Has(_configurationFile))
        {
            throw Wrong("--no-api needs --config-file FILE: otherwise nothing says what to run");
        }
        return new VmmOptions(CheckId(command[_id] ?? DefaultId), FiltersOf(command), TimesOf(command))
        {
            ApiSocket = api ? command[_apiSocket] ?? DefaultSocket : null,
            PayloadLimit = SizeOptions.PayloadOf(command),
            MetadataLimit = SizeOptions.MetadataOf(command),
            MetadataFile = command[_metadata],
            ConfigurationFile = command[_configurationFile],
            BootTimer = command.Has(_bootTimer),
            Log = LogOptions.Of(command),
            LogFormat = LogOptions.FormatOf(command),
            MetricsPath = command[_metricsPath],
            EventsDescriptor = (int?)_events.Of(command),
            EventsPath = EventsPathOf(command),
            Describe = DescriptionOptions.Of(command),
        };
    }

    private static string? EventsPathOf(ParsedCommand command) => command.Has(_events.Model) && command.Has(_eventsPath)
        ? throw Wrong($"{_events.Model.Name} cannot be used together with {_eventsPath.Name}; give one of them")
        : command[_eventsPath];

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
