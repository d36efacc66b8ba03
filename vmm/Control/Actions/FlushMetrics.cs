namespace Kiln.Vmm.Control.Actions;

/// <summary>Writes a line of metrics now.</summary>
internal sealed record FlushMetrics : VmmAction;
