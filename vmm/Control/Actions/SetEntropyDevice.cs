using Kiln.Vmm.Control.Devices;

namespace Kiln.Vmm.Control.Actions;

/// <summary>Gives the machine a source of entropy, in place of one that it has.</summary>
/// <param name="Configuration">How fast the guest may take from it.</param>
internal sealed record SetEntropyDevice(EntropyConfiguration Configuration) : VmmAction;
