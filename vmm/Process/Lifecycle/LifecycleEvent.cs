using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.Lifecycle;

/// <summary>Something that happened to the microVM as a whole.</summary>
/// <param name="Name">What, as lifecycle-event.schema.json lists it.</param>
/// <param name="Status">What the process ends with, where it does.</param>
/// <param name="Reason">Why, where there is a reason.</param>
internal readonly record struct LifecycleEvent(string Name, ExitCode? Status, string? Reason);
