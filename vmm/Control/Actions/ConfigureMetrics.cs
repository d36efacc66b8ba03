using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Says where metrics go, once.</summary>
/// <param name="Configuration">Where.</param>
internal sealed record ConfigureMetrics(MetricsConfiguration Configuration) : VmmAction;
