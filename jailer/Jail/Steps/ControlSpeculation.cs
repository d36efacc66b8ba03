using Kiln.Jailer.Jail.Specification;
using Kiln.Linux.Processes;

namespace Kiln.Jailer.Jail.Steps;

/// <summary>
/// Disables speculation that would let a guest or another tenant read the monitor's memory, irrevocably, where processor and kernel
/// offer per-process control. The guest controls its own setting.
/// </summary>
internal sealed class ControlSpeculation : IJailStep
{
    /// <inheritdoc/>
    public string Description => "force speculative store bypass and foreign indirect branch predictions off";

    /// <inheritdoc/>
    public void Apply(JailState state) => Speculation.ForceOff();
}
