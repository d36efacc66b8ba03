namespace Kiln.Vmm.Model;

/// <summary>What is known of a machine that was loaded from a snapshot.</summary>
/// <param name="Configuration">The saved configuration, as the request changed it.</param>
/// <param name="KeepsTimeStamp">
/// False when the guest's time stamp counter reads like the host's instead of going on from the saved value: this host's KVM does not set it.
/// </param>
internal sealed record LoadedMachine(VmConfiguration Configuration, bool KeepsTimeStamp);
