namespace Kiln.Vmm.Model.Devices;

/// <summary>A socket device, by which processes of the host and of the guest reach each other.</summary>
/// <param name="GuestCid">The guest's address; any number, as with Firecracker.</param>
/// <param name="SocketPath">The socket of the host; in a jail, a path of the jail.</param>
/// <param name="Id">Deprecated and without effect: kept so that whoever names it can be told.</param>
internal sealed record VsockConfiguration(uint GuestCid, string SocketPath, string? Id = null);
