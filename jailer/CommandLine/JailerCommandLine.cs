using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Logging;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.CommandLine;

/// <summary>The jailer's command line.</summary>
internal static class JailerCommandLine
{
    /// <summary>Runs jailer and monitor without seccomp filters.</summary>
    internal const string NoSeccompName = "--no-seccomp";

    /// <summary>Names a directory of seccomp profiles.</summary>
    internal const string ProfilesName = "--seccomp-profiles";

    /// <summary>Firecracker's option for the NUMA node of the jail's memory; accepted and ignored.</summary>
    internal const string NodeName = "--node";

    private static readonly OptionModel _id = new("--id", "ID", "name of the microVM: 1 to 64 letters, digits and -") { IsRequired = true };

    private static readonly OptionModel _execFile = new(
        "--exec-file", "FILE", $"the monitor; copied into the jail, never linked; another program needs {NoSeccompName} or {ProfilesName}")
    { IsRequired = true };

    private static readonly OptionModel _userId = new("--uid", "USER", "number or name; give each jail its own") { IsRequired = true };

    private static readonly OptionModel _groupId = new("--gid", "GROUP", "number or name") { IsRequired = true };

    private static readonly OptionModel _baseDirectory =
        new(JailTree.OptionName, "DIR", "jails are DIR/<name of FILE>/ID/root") { Default = JailTree.Default };

    private static readonly OptionModel _network = new("--netns", "PATH", "network namespace to run in, as created by 'ip netns add'");

    private static readonly OptionModel _tap = new(
        "--tap", "NAME[,mtu=N][,bridge=BR]",
        "hand over a tap of that network: made, and gone with the monitor, or yours if it is there; no /dev/net/tun in the jail; needs CAP_NET_ADMIN")
    { IsRepeatable = true };

    private static readonly OptionModel _limit = new(
        "--resource-limit", "NAME=N", "fsize, no-file or any other RLIMIT by name; sets soft and hard limit; N may be 'unlimited'")
    { IsRepeatable = true };

    private static readonly OptionModel _daemonize =
        new("--daemonize", null, "run the monitor in a child without a terminal, standard streams on /dev/null; end when it serves");

    private static readonly OptionModel _newPidNamespace =
        new("--new-pid-ns", null, "run the monitor in a child, the first process of a pid namespace; end when it serves");

    private static readonly OptionModel _events = new(
        InheritedDescriptors.EventsName, "N", "hand over this open descriptor, to which the monitor writes one line of JSON per life-cycle event");

    private static readonly OptionModel _logFile =
        new("--log-file", "FILE", "append a log line for each step; errors and warnings also go to standard error");

    private static readonly OptionModel _logFormat = new("--log-format", "text|json", "plain lines, or one JSON object per line") { Default = "text" };

    private static readonly OptionModel _logLevel =
        new("--log-level", "error|warning|info", "info logs every step") { Default = "info in a file, else warning" };

    private static readonly OptionModel _cgroup =
        new("--cgroup", "FILE=VALUE", "a value of the jail's own cgroup, PATH/ID, such as memory.max=512M or cpu.shares=512")
        { IsRepeatable = true };

    private static readonly OptionModel _cgroupVersion =
        new("--cgroup-version", "1|2", "use cgroups of this version only; by default version 2 for every controller that it offers");

    private static readonly OptionModel _parentCgroup =
        new("--parent-cgroup", "PATH", "parent of the jail's cgroup, by default the name of FILE; without --cgroup the jail joins PATH itself, if it exists");

    private static readonly OptionModel _profiles =
        new(ProfilesName, "DIR", "YAML profiles to compile, in place of the shipped ones");

    private static readonly OptionModel _seccompLog =
        new("--seccomp-log", null, "log calls that no rule allows, and make them anyway; only for developing profiles") { IsWeakening = true };

    private static readonly OptionModel _noSeccomp =
        new(NoSeccompName, null, "no filters at all, here and in the monitor; for debugging only") { IsWeakening = true };

    private static readonly OptionModel _node =
        new(NodeName, "N", "accepted from older clients and ignored; use --cgroup cpuset.mems=N, and cpuset.cpus=LIST with the node's processors");

    private static readonly OptionModel _dryRun = new("--dry-run", null, "print the steps in order without taking any");

    internal static CommandModel Model { get; } = new(
        "jailer",
        $"Jailer v{KilnVersion.ApiLevel}\n{KilnVersion.Text}",
        "--id ID --exec-file FILE --uid USER --gid GROUP [OPTION...] [-- ARGUMENTS...]\n"
        + "       jailer profile check|compile|disasm|explain|why|stats|attest ...   (jailer profile --help)",
        "Builds a jail, gives up every privilege, and becomes the monitor, filtered from its first instruction. Run it as root.\n"
        + "Arguments after -- are passed to the monitor unchanged.",
        [
            _id, _execFile, _userId, _groupId, _baseDirectory, _network, _tap, _limit, _cgroup, _cgroupVersion, _parentCgroup, _daemonize,
            _newPidNamespace, _events, _logFile, _logFormat, _logLevel, _profiles, _seccompLog, _noSeccomp, _node, _dryRun,
        ],
        """
        example:
          mkdir -p /srv/jailer/vmm/web-1/root && cp vmlinux vm.json /srv/jailer/vmm/web-1/root/
          jailer --id web-1 --exec-file /usr/bin/vmm --uid 1234 --gid 1234 -- --no-api --config-file vm.json

        exit status:
          1 and one line on standard error when the jail cannot be built; else the monitor's, which vmm --help lists. With --daemonize and --new-pid-ns 0 when the API is there
          and the guest of a configuration file runs; a monitor that does not come so far has its line shown, and its status is the jailer's.
          DIR/<name of FILE>/ID/root/<name of FILE>.pid names the monitor's process in every case
        """)
    {
        // The monitor's, but for those that the jailer has too or gives by itself; a test compares them.
        PassedOn =
            "--api-sock --no-api --config-file --metadata --http-api-max-payload-size --mmds-size-limit --log-path --level --module --show-level "u8
            + "--show-log-origin --metrics-path --events-path --boot-timer --seccomp-filter --snapshot-version --describe-snapshot --format "u8,
    };

    /// <summary>Parses the command line.</summary>
    /// <returns>The options, or null when help or the version was requested and has been printed.</returns>
    /// <exception cref="JailerFailure"/>
    internal static JailerOptions? Parse(string[] arguments)
    {
        ParsedCommand command = OptionLoop.Instance.Parse(Model, arguments);
        if (command.Error is { } error)
        {
            throw new JailerFailure(error);
        }
        if (command.Text is { } text)
        {
            Output.Write(Descriptor.StandardOutput, text);
            return null;
        }
        return new JailerOptions
        {
            Id = command[_id]!,
            ExecFile = command[_execFile]!,
            UserId = command[_userId]!,
            GroupId = command[_groupId]!,
            BaseDirectory = command[_baseDirectory] ?? JailTree.Default,
            Network = command[_network],
            Taps = command.All(_tap),
            Limits = command.All(_limit),
            Cgroups = new CgroupOptions(command.All(_cgroup), command[_cgroupVersion], command[_parentCgroup]),
            Daemonize = command.Has(_daemonize),
            NewPidNamespace = command.Has(_newPidNamespace),
            Events = command[_events],
            Filters = FiltersOf(command),
            Log = LogOptions.Parse(command[_logFile], command[_logFormat], command[_logLevel]),
            Node = command[_node],
            DryRun = command.Has(_dryRun),
            ExtraArguments = command.ExtraArguments,
        };
    }

    private static FilterOptions FiltersOf(ParsedCommand command)
    {
        FilterOptions filters = new(command[_profiles], command.Has(_seccompLog), command.Has(_noSeccomp));
        return filters.None && filters != new FilterOptions(null, LogOnly: false, None: true)
            ? throw new JailerFailure(
                $"{NoSeccompName} cannot be used together with {(filters.LogOnly ? _seccompLog.Name : _profiles.Name)}; give one of them")
            : filters;
    }
}
