using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>An event in the life of the microVM.</summary>
/// <param name="Name">The event, as lifecycle-event.schema.json lists it.</param>
/// <param name="Status">The process's exit status, for events that end it.</param>
/// <param name="Reason">Why the event happened, or null.</param>
internal readonly record struct LifecycleEvent(string Name, ExitCode? Status, string? Reason);
