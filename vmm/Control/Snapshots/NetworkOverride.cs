namespace Kiln.Vmm.Control.Snapshots;

/// <summary>Another TAP device than the one that a snapshot names.</summary>
/// <param name="Id">The network interface.</param>
/// <param name="HostDevice">The TAP device.</param>
internal sealed record NetworkOverride(string Id, string HostDevice);
