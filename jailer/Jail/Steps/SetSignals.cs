using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Signals;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Prepares signals in a known state: none ignored, and only those blocked that the monitor reads from a signalfd.</summary>
internal sealed class SetSignals : IJailStep
{
    /// <inheritdoc/>
    public string Description => "give ignored signals their default; block SIGHUP, SIGINT, SIGQUIT, SIGTERM and SIGRTMIN+1";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        SignalDisposition.PrepareDefaults(state.LastCalls);
        SignalMask.PrepareReplacing(state.LastCalls, VmmSignals.Blocked);
    }
}
