using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Jail.Taps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail;

/// <summary>The ordered steps that build one jail. The last one executes the monitor, here or in a child.</summary>
internal sealed class JailPlan
{
    /// <param name="steps">The steps in order; the last one executes another program.</param>
    internal JailPlan(IReadOnlyList<IJailStep> steps) => Steps = steps;

    internal IReadOnlyList<IJailStep> Steps { get; }

    /// <summary>Plans a jail without changing anything.</summary>
    internal static JailPlan For(JailSpec spec) => new(
    [
        .. StepsOnProcess(spec),
        .. StepsOnHost(spec),
        .. StepsInJail(spec),
        .. LastSteps(spec),
    ]);

    /// <summary>Applies all steps. Returns only when the monitor runs in a child; on failure, undoes what was made before it throws.</summary>
    /// <param name="log">Records every step.</param>
    /// <returns>The status that the jailer ends with.</returns>
    /// <exception cref="JailerFailure"/>
    internal int Run(JailerLog log)
    {
        JailState state = new(log.Warning);
        // Names of steps cost a start pages of the runtime's that it needs for nothing else.
        bool isTold = log.Takes(LogLevel.Info);
        foreach (IJailStep step in Steps)
        {
            if (isTold)
            {
                log.Info(NameOf(step), step.Description);
            }
            try
            {
                step.Apply(state);
            }
            catch (Exception exception)
            {
                state.Undo();
                throw exception switch
                {
                    LinuxException linux => new JailerFailure($"{NameOf(step)}: {linux.Message}{Cure.Of(linux.Error)}") { Step = NameOf(step), Error = linux.Error.Errno },
                    JailerFailure { Step: null } failure => new JailerFailure(failure.Message) { Step = NameOf(step), Error = failure.Error },
                    _ => new InvalidOperationException($"{NameOf(step)} failed because of a bug in the jailer", exception),
                };
            }
        }
        return state.Status;
    }

    /// <summary>One numbered line per step.</summary>
    public override string ToString() => Steps
        .Select((step, index) => $"{index + 1,2}. {step.Description}\n")
        .Aggregate(new StringBuilder(), (text, line) => text.Append(line), text => text.ToString());

    // Puts the process that becomes the monitor into a known state, whatever its caller left.
    private static IEnumerable<IJailStep> StepsOnProcess(JailSpec spec) =>
    [
        new SetUmask(),
        new ResetPriority(),
        new ResetTimers(),
        new ResetPersonality(),
        new LeaveParent(),
        new LeaveKeyring(),
        new ControlSpeculation(),
        new DisableMerging(),
        .. spec.ExecFile.IsMonitor ? (IJailStep[])[new RefuseExecutableMemory()] : [],
    ];

    // Steps that need the host's file systems in view.
    private static IEnumerable<IJailStep> StepsOnHost(JailSpec spec)
    {
        yield return new MakeRoot(spec);
        yield return new ClaimJail(spec);
        yield return new CopyExecFile(spec);
        if (spec.Network is { } network)
        {
            yield return new JoinNetworkNamespace(network);
        }
        foreach (TapRequest tap in spec.Taps)
        {
            yield return new MakeTap(spec, tap);
        }
        foreach (CgroupPlacement cgroup in spec.Cgroups.Where(cgroup => cgroup.IsOwn))
        {
            yield return new MakeCgroup(cgroup);
        }
        foreach (CgroupPlacement cgroup in spec.Cgroups)
        {
            yield return new JoinCgroup(cgroup);
        }
        if (spec.Daemonize)
        {
            yield return new PrepareDetaching();
        }
    }

    private static IEnumerable<IJailStep> StepsInJail(JailSpec spec) =>
    [
        new UnshareNames(),
        new EnterMountNamespace(spec),
        new PivotRoot(),
        new MakeDirectories(spec),
        new MakeDevices(spec),
        new MakePidFile(spec),
        new DropBoundingCapabilities(),
        spec.Filters is { } filters ? new PlaceFilterSet(filters.Bytes) : new PlaceNothing(),
        .. spec.Taps.Count == 0 ? (IJailStep[])[] : [new HandOverTaps(spec.Taps)],
    ];

    // Prepared here, and executed last by the process that becomes the monitor.
    private static IEnumerable<IJailStep> LastSteps(JailSpec spec)
    {
        if (spec.NewPidNamespace && !spec.Daemonize)
        {
            yield return new LeaveSession();
        }
        yield return new SetLimits(spec);
        yield return new GrowDescriptorTable(spec);
        yield return new SetSignals();
        yield return new EnterDomain(spec);
        yield return new BecomeUser(spec);
        yield return new DropCapabilities();
        yield return new CloseDescriptors(spec);
        if (spec.PassesEvents)
        {
            yield return new HandOverEvents();
        }
        if (spec.AwaitsReadiness)
        {
            yield return new PrepareReadiness();
        }
        yield return new PreventPrivileges();
        if (spec.Filters is { } filters)
        {
            yield return new InstallLaunchFilter(filters.Set);
        }
        yield return spec.RunsInChild ? new ExecuteInChild(spec) : new Execute(spec);
    }

    // "MakeDevices" is logged as "make devices".
    private static string NameOf(IJailStep step) => step.GetType().Name.Aggregate(
        new StringBuilder(), (name, letter) => (char.IsUpper(letter) && name.Length > 0 ? name.Append(' ') : name).Append(char.ToLowerInvariant(letter)), name => name.ToString());
}
