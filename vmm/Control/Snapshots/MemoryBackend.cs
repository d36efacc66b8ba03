namespace Kiln.Vmm.Control.Snapshots;

/// <summary>Where a guest's memory comes from when it is restored.</summary>
/// <param name="Path">The file, or the socket of the process; in a jail, a path of the jail.</param>
/// <param name="Kind">Which of the two.</param>
internal sealed record MemoryBackend(string Path, MemoryBackendKind Kind);
