using System.Linq;
using System.Text;
using Kiln.Jailer.Jail.Steps;
using Kiln.Linux;

namespace Kiln.Jailer.Jail;

/// <summary>The steps of building one jail, in their order. The last one becomes another program.</summary>
internal sealed class JailPlan
{
    private JailPlan(IReadOnlyList<IJailStep> steps) => Steps = steps;

    /// <summary>The steps.</summary>
    internal IReadOnlyList<IJailStep> Steps { get; }

    /// <summary>Plans a jail. Nothing is changed.</summary>
    /// <param name="spec">The jail.</param>
    internal static JailPlan For(JailSpec spec) => new(
    [
        new SetUmask(),
        new MakeRoot(spec),
        new ClaimJail(spec),
        new CopyExecFile(spec),
        .. (IJailStep[])(spec.Network is { } network ? [new JoinNetworkNamespace(network)] : []),
        new UnshareNames(),
        new EnterMountNamespace(spec),
        new PivotRoot(),
        new MakeDirectories(spec),
        new MakeDevices(spec),
        new WritePidFile(spec),
        new SetLimits(spec),
        new DropBoundingCapabilities(),
        new BecomeUser(spec),
        new DropCapabilities(),
        new SetSignals(),
        spec.Filters is { } filters ? new PlaceFilterSet(filters.Bytes) : new CloseDescriptors(),
        .. (IJailStep[])(spec.Limits.Count > 0 ? [new LowerLimits(spec.Limits)] : []),
        new Execute(spec),
    ]);

    /// <summary>Takes the steps. Returns only by an exception, after what was made has been taken back.</summary>
    /// <exception cref="JailerFailure">A step cannot be taken.</exception>
    /// <exception cref="LinuxException">The kernel refused a step.</exception>
    internal void Run()
    {
        JailState state = new();
        try
        {
            foreach (IJailStep step in Steps)
            {
                step.Apply(state);
            }
        }
        catch
        {
            state.Undo();
            throw;
        }
    }

    /// <summary>A numbered line a step.</summary>
    public override string ToString() => Steps
        .Select((step, index) => $"{index + 1,2}. {step.Description}\n")
        .Aggregate(new StringBuilder(), (text, line) => text.Append(line), text => text.ToString());
}
