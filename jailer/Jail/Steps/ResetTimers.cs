using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>Undoes what a caller may have done to the process's time: a timer whose signal would end the monitor, late wake-ups.</summary>
internal sealed class ResetTimers : IJailStep
{
    /// <inheritdoc/>
    public string Description => "stop interval timers, set the timer slack to 50 us";

    /// <inheritdoc/>
    public void Apply(JailState state)
    {
        IntervalTimers.StopAll();
        ProcessControl.ResetTimerSlack();
    }
}
