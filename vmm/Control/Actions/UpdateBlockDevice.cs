using Kiln.Vmm.Control.Devices;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Changes a drive of the running guest.</summary>
/// <param name="Update">The change.</param>
internal sealed record UpdateBlockDevice(DriveUpdate Update) : VmmAction;
