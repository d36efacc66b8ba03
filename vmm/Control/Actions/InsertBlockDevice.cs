using Kiln.Vmm.Control.Devices;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Gives the machine a drive, in place of one of the same id. Its file is opened at once.</summary>
/// <param name="Drive">The drive.</param>
internal sealed record InsertBlockDevice(DriveConfiguration Drive) : VmmAction;
