using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Logging;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.CommandLine;

/// <summary>The jailer's command line.</summary>
internal static class JailerCommandLine
{
    /// <summary>The option by which monitor and jailer do without filters.</summary>
    internal const string NoSeccompName = "--no-seccomp";

    /// <summary>The option that names a directory of profiles.</summary>
    internal const string ProfilesName = "--seccomp-profiles";

    /// <summary>The option by which older clients say where the jail's memory shall be.</summary>
    internal const string NodeName = "--node";

    private static readonly OptionModel _id = new("--id", "ID", "name of the microVM: 1 to 64 letters, digits and -") { IsRequired = true };

    private static readonly OptionModel _execFile = new(
        "--exec-file", "FILE", $"the monitor; copied into the jail, never linked; another program needs {NoSeccompName} or {ProfilesName}")
    { IsRequired = true };

    private static readonly OptionModel _userId = new("--uid", "USER", "number or name; give each jail its own") { IsRequired = true };

    private static readonly OptionModel _groupId = new("--gid", "GROUP", "number or name") { IsRequired = true };

    /// <summary>Where jails are.</summary>
    internal static OptionModel BaseDirectory { get; } =
        new("--chroot-base-dir", "DIR", "jails are DIR/<name of FILE>/ID/root") { Default = "/srv/jailer" };

    private static readonly OptionModel _network = new("--netns", "PATH", "network namespace to run in, as 'ip netns add' makes them");

    private static readonly OptionModel _limit = new(
        "--resource-limit", "NAME=N", "fsize, no-file and every other RLIMIT by its name; soft and hard, 'unlimited' for none")
    { IsRepeatable = true };

    private static readonly OptionModel _daemonize =
        new("--daemonize", null, "run the monitor in a child without a terminal, standard streams on /dev/null; end with status 0");

    private static readonly OptionModel _newPidNamespace =
        new("--new-pid-ns", null, "run the monitor in a child, the first process of a pid namespace; end with status 0");

    private static readonly OptionModel _logFile =
        new("--log-file", "FILE", "append the log to it, a line a step; standard error keeps failures and warnings");

    private static readonly OptionModel _logFormat = new("--log-format", "text|json", "lines for people, or an object a line") { Default = "text" };

    private static readonly OptionModel _logLevel =
        new("--log-level", "error|warning|info", "info tells every step") { Default = "info in a file, else warning" };

    private static readonly OptionModel _cgroup =
        new("--cgroup", "FILE=VALUE", "a value of the jail's own cgroup, PATH/ID, such as memory.max=512M or cpu.shares=512")
        { IsRepeatable = true };

    private static readonly OptionModel _cgroupVersion =
        new("--cgroup-version", "1|2", "use cgroups of this version only; by default version 2 for every controller that it offers");

    private static readonly OptionModel _parentCgroup =
        new("--parent-cgroup", "PATH", "the cgroup above the jail's, by default the name of FILE; without --cgroup it is joined itself, if there");

    private static readonly OptionModel _profiles =
        new(ProfilesName, "DIR", "YAML profiles to compile, in place of the shipped ones");

    private static readonly OptionModel _seccompLog =
        new("--seccomp-log", null, "log calls that no rule answers, and make them; for developing profiles only");

    private static readonly OptionModel _noSeccomp =
        new(NoSeccompName, null, "no filters at all, here and in the monitor; for debugging only");

    private static readonly OptionModel _node =
        new(NodeName, "N", "taken from older clients and ignored; say --cgroup cpuset.mems=N, and cpuset.cpus with the processors of the node");

    private static readonly OptionModel _dryRun = new("--dry-run", null, "print the steps in their order and take none");

    /// <summary>What it takes.</summary>
    internal static CommandModel Model { get; } = new(
        "jailer",
        $"Jailer v{KilnVersion.ApiLevel}\n{KilnVersion.Text}",
        "--id ID --exec-file FILE --uid USER --gid GROUP [OPTION...] [-- ARGUMENTS...]\n"
        + "       jailer profile check|compile|disasm|why|stats ...   (jailer profile --help)",
        "Builds a jail, gives up every privilege, and becomes the monitor, filtered from its first instruction. Run it as root.\n"
        + "What stands behind -- goes to the monitor as it is.",
        [
            _id, _execFile, _userId, _groupId, BaseDirectory, _network, _limit, _cgroup, _cgroupVersion, _parentCgroup, _daemonize,
            _newPidNamespace, _logFile, _logFormat, _logLevel, _profiles, _seccompLog, _noSeccomp, _node, _dryRun,
        ],
        """
        example:
          mkdir -p /srv/jailer/vmm/web-1/root && cp vmlinux vm.json /srv/jailer/vmm/web-1/root/
          jailer --id web-1 --exec-file /usr/bin/vmm --uid 1234 --gid 1234 -- --no-api --config-file vm.json

        exit status:
          1 and one line on standard error when the jail cannot be built; else the monitor's, or 0 with --daemonize or --new-pid-ns.
          DIR/<name of FILE>/ID/root/<name of FILE>.pid names the monitor's process in every case
        """);

    /// <summary>Reads the command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The options, or null when help or version was asked for and printed.</returns>
    /// <exception cref="JailerFailure">It is wrong.</exception>
    internal static JailerOptions? Parse(string[] arguments)
    {
        ParsedCommand command = StrictParser.Parse(Model, arguments);
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
            BaseDirectory = command[BaseDirectory] ?? BaseDirectory.Default!,
            Network = command[_network],
            Limits = command.All(_limit),
            Cgroups = new CgroupOptions(command.All(_cgroup), command[_cgroupVersion], command[_parentCgroup]),
            Daemonize = command.Has(_daemonize),
            NewPidNamespace = command.Has(_newPidNamespace),
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
