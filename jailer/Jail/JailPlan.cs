using System.Linq;
using System.Text;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Jail.Steps;
using Kiln.Jailer.Logging;
using Kiln.Linux.Errors;

namespace Kiln.Jailer.Jail;

/// <summary>The steps of building one jail, in their order. The last one becomes another program, or starts it.</summary>
internal sealed class JailPlan
{
    /// <summary>A plan of given steps.</summary>
    /// <param name="steps">The steps; the last one becomes another program.</param>
    internal JailPlan(IReadOnlyList<IJailStep> steps) => Steps = steps;

    /// <summary>The steps.</summary>
    internal IReadOnlyList<IJailStep> Steps { get; }

    /// <summary>Plans a jail. Nothing is changed.</summary>
    /// <param name="spec">The jail.</param>
    internal static JailPlan For(JailSpec spec) => new(
    [
        .. StepsOnProcess(),
        .. StepsOnHost(spec),
        .. StepsInJail(spec),
        .. LastSteps(spec),
    ]);

    /// <summary>Takes the steps. Returns when the program runs in a child; fails only after what was made has been taken back.</summary>
    /// <param name="log">Is told every step.</param>
    /// <exception cref="JailerFailure">A step cannot be taken.</exception>
    internal void Run(JailerLog log)
    {
        JailState state = new();
        foreach (IJailStep step in Steps)
        {
            log.Info(NameOf(step), step.Description);
            try
            {
                step.Apply(state);
            }
            catch (Exception exception)
            {
                state.Undo();
                throw exception switch
                {
                    LinuxException linux => new JailerFailure($"{NameOf(step)}: {linux.Message}{Cure.Of(linux.Error.Errno)}") { Step = NameOf(step), Error = linux.Error.Errno },
                    JailerFailure { Step: null } failure => new JailerFailure(failure.Message) { Step = NameOf(step), Error = failure.Error },
                    _ => new InvalidOperationException($"{NameOf(step)} failed by a fault of the jailer's own", exception),
                };
            }
        }
    }

    /// <summary>A numbered line a step.</summary>
    public override string ToString() => Steps
        .Select((step, index) => $"{index + 1,2}. {step.Description}\n")
        .Aggregate(new StringBuilder(), (text, line) => text.Append(line), text => text.ToString());

    // The process that becomes the monitor, in a known state whatever its caller's was.
    private static IEnumerable<IJailStep> StepsOnProcess() =>
        [new SetUmask(), new ResetPriority(), new ResetPersonality(), new LeaveParent(), new LeaveKeyring(), new ControlSpeculation(), new DisableMerging()];

    // What is made while the host is in view.
    private static IEnumerable<IJailStep> StepsOnHost(JailSpec spec)
    {
        yield return new MakeRoot(spec);
        yield return new ClaimJail(spec);
        yield return new CopyExecFile(spec);
        if (spec.Network is { } network)
        {
            yield return new JoinNetworkNamespace(network);
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
    ];

    // Prepared here, and done by the process that becomes the monitor as the last that it does.
    private static IEnumerable<IJailStep> LastSteps(JailSpec spec)
    {
        if (spec.NewPidNamespace && !spec.Daemonize)
        {
            yield return new LeaveSession();
        }
        yield return new SetLimits(spec);
        yield return new SetSignals();
        yield return new BecomeUser(spec);
        yield return new DropCapabilities();
        yield return new CloseDescriptors(spec);
        yield return new PreventPrivileges();
        if (spec.Filters is { } filters)
        {
            yield return new InstallLaunchFilter(filters.Set);
        }
        yield return spec.RunsInChild ? new ExecuteInChild(spec) : new Execute(spec);
    }

    // "MakeDevices" is told as "make devices".
    private static string NameOf(IJailStep step) => step.GetType().Name.Aggregate(
        new StringBuilder(), (name, letter) => (char.IsUpper(letter) && name.Length > 0 ? name.Append(' ') : name).Append(char.ToLowerInvariant(letter)), name => name.ToString());
}
