using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Says what is logged, and where.</summary>
/// <param name="Configuration">What, and where.</param>
internal sealed record ConfigureLogger(LoggerConfiguration Configuration) : VmmAction;
