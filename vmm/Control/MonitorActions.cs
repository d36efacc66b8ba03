using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Control;

/// <summary>Configures the log: level, line format and target.</summary>
internal sealed record ConfigureLogger(LoggerConfiguration Configuration) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of("Logger error: ", host.Configure(Configuration));
}

/// <summary>Sets the target of metrics; permitted once.</summary>
internal sealed record ConfigureMetrics(MetricsConfiguration Configuration) : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.BeforeStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of("Metrics error: ", host.Configure(Configuration));
}

/// <summary>Opens the files of log, metrics and console again, after they have been renamed.</summary>
internal sealed record ReopenOutputs : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.Any;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of(ActionResult.InternalCategory, host.ReopenOutputs());
}

/// <summary>Writes a line of metrics now.</summary>
internal sealed record FlushMetrics : VmmAction
{
    /// <inheritdoc/>
    internal override ActionPhase Phase => ActionPhase.AfterStart;

    /// <inheritdoc/>
    internal override ActionResult Apply(MicroVmDescription machine, IMachineHost host) =>
        ActionResult.Of($"{ActionResult.InternalCategory}Metrics error: ", host.FlushMetrics());
}
