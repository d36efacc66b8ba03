using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Turns off, in the monitor, the speculation by which a guest or another tenant could read what it holds; for good, where processor and
/// kernel leave that to a process. In the guest the guest's own setting holds.
/// </summary>
internal sealed class ControlSpeculation : IJailStep
{
    /// <inheritdoc/>
    public string Description => "force speculative store bypass and foreign indirect branch predictions off";

    /// <inheritdoc/>
    public void Apply(JailState state) => Speculation.ForceOff();
}
