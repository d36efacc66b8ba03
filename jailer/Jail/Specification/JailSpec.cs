using System.Linq;
using System.Text;
using Kiln.CommandLine;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Taps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>A validated description of a jail, with the host's files that it is made from held open.</summary>
internal sealed class JailSpec : IDisposable
{
    // Below the 128 KiB that the kernel allows whatever the stack limit is; the jailer's own arguments need a few hundred bytes.
    private const int MaximumArgumentLength = 120 * 1024;

    // What the monitor needs in any case; under a lower limit the table that is prepared for it would end among the taps.
    private const ulong LeastDescriptorsWithTaps = 176;

    private JailSpec(JailerOptions options, ExecFile execFile, OpenDirectory baseDirectory)
    {
        Id = options.Id;
        ExecFile = execFile;
        BaseDirectory = baseDirectory;
        Daemonize = options.Daemonize;
        NewPidNamespace = options.NewPidNamespace;
        ExtraArguments = options.ExtraArguments;
    }

    /// <summary>When the jailer started.</summary>
    internal StartMoment Started { get; } = StartMoment.Now;

    internal string Id { get; }

    /// <summary>The program to jail.</summary>
    internal ExecFile ExecFile { get; }

    /// <summary>The directory that holds all jails.</summary>
    internal OpenDirectory BaseDirectory { get; }

    /// <summary>The uid that the program runs as.</summary>
    internal uint UserId { get; private init; }

    /// <summary>The gid that the program runs as.</summary>
    internal uint GroupId { get; private init; }

    /// <summary>The network namespace to join, or null to stay in the host's.</summary>
    internal NetworkNamespace? Network { get; private init; }

    /// <summary>The taps to hand over; without any the monitor opens taps by name.</summary>
    internal IReadOnlyList<TapRequest> Taps { get; private init; } = [];

    /// <summary>The operator's resource limits.</summary>
    internal IReadOnlyList<Limit> Limits { get; private init; } = [];

    /// <summary>The cgroups for the jail's processes.</summary>
    internal IReadOnlyList<CgroupPlacement> Cgroups { get; private init; } = [];

    /// <summary>Whether the program runs detached from its terminal and parent.</summary>
    internal bool Daemonize { get; }

    /// <summary>Whether the program becomes pid 1 of a new pid namespace.</summary>
    internal bool NewPidNamespace { get; }

    /// <summary>Whether the program runs in a child.</summary>
    internal bool RunsInChild => Daemonize || NewPidNamespace;

    /// <summary>Whether the jailer waits until the program, in a child, says that it serves: only Kiln's monitor does.</summary>
    internal bool AwaitsReadiness => RunsInChild && ExecFile.IsMonitor;

    /// <summary>Whether the caller's descriptor for events, which the jailer keeps at a number of its own, is handed over.</summary>
    internal bool PassesEvents { get; private init; }

    /// <summary>The filters, or null with --no-seccomp.</summary>
    internal JailFilters? Filters { get; private init; }

    /// <summary>The arguments that follow the program's id.</summary>
    internal IReadOnlyList<string> ExtraArguments { get; }

    /// <summary>The directory that becomes the program's root, on the host.</summary>
    internal HostPath Root => new HostPath(BaseDirectory.Path).Below($"{ExecFile.Name}/{Id}/root");

    /// <summary>The program's path inside the jail.</summary>
    internal JailPath Program => new(ExecFile.Name);

    /// <summary>The file that holds the program's pid.</summary>
    internal JailPath PidFile => new($"{ExecFile.Name}.pid");

    /// <summary>Validates the options without changing anything.</summary>
    /// <param name="options">The command line as given.</param>
    /// <param name="log">Takes warnings about a weaker jail.</param>
    /// <exception cref="JailerFailure">An option is invalid.</exception>
    internal static JailSpec From(JailerOptions options, JailerLog log)
    {
        if (InstanceId.ReasonAgainst(options.Id) is { } reason)
        {
            throw new JailerFailure(reason);
        }
        if (options.ExtraArguments.Sum(argument => Encoding.UTF8.GetByteCount(argument) + 1) is > MaximumArgumentLength and var length)
        {
            throw new JailerFailure($"what stands behind -- is {length} bytes long; the monitor can be given {MaximumArgumentLength}");
        }
        ExecFile execFile = ExecFile.Open(HostPath.Parse("--exec-file", options.ExecFile, "the monitor"));
        OpenDirectory baseDirectory = OpenBase(HostPath.Parse("--chroot-base-dir", options.BaseDirectory, "a directory"));
        JailSpec spec = new(options, execFile, baseDirectory)
        {
            UserId = Account.UserOf(options.UserId),
            GroupId = Account.GroupOf(options.GroupId),
            Limits = Limit.ParseAll(options.Limits),
            Network = options.Network is { } path ? NetworkNamespace.Open(HostPath.Parse("--netns", path, "a network namespace")) : null,
            PassesEvents = options.Events is not null,
            Taps = TapRequest.ParseAll(options.Taps),
            Cgroups = CgroupPlan.For(CgroupRequest.From(options.Cgroups, execFile.Name, options.Id), CgroupHost.Read),
            Filters = JailFilters.For(execFile, options.Filters, log),
        };
        spec.DemandRoomForTaps();
        spec.DemandMonitorForEvents();
        WeakOptions.Tell(options, spec.UserId, log);
        if (SocketPath.Warning(spec.Root, spec.ExtraArguments) is { } warning)
        {
            log.Warning(warning);
        }
        return spec;
    }

    /// <summary>Closes the host's files.</summary>
    public void Dispose()
    {
        ExecFile.Dispose();
        BaseDirectory.Dispose();
        Network?.Dispose();
    }

    private void DemandRoomForTaps()
    {
        if (Taps.Count > 0 && Limits.FirstOrDefault(limit => limit.Resource == Resource.RLIMIT_NOFILE) is { Value: < LeastDescriptorsWithTaps } limit)
        {
            throw new JailerFailure(
                $"--resource-limit {limit} leaves no room for the descriptors of taps, {TapRequest.FirstNumber} and up; give {LeastDescriptorsWithTaps} or more, which the monitor needs");
        }
    }

    private void DemandMonitorForEvents()
    {
        if (PassesEvents && !ExecFile.IsMonitor)
        {
            throw new JailerFailure($"{InheritedDescriptors.EventsName} is for Kiln's monitor, which {ExecFile.Path} is not; leave it out");
        }
    }

    private static OpenDirectory OpenBase(HostPath path)
    {
        try
        {
            return OpenDirectory.Open(path.Text);
        }
        catch (LinuxException exception) when (exception.Error.Errno == Errno.ENOTDIR)
        {
            throw new JailerFailure($"{path} is not a directory; check --chroot-base-dir");
        }
        catch (LinuxException exception)
        {
            Errno errno = exception.Error.Errno;
            throw new JailerFailure($"Failed to canonicalize path {path}: {errno.Description}; make it, or check --chroot-base-dir");
        }
    }
}
