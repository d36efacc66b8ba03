namespace Kiln.Vmm.Control.Devices;

/// <summary>Asks the guest for the pages that it does not use.</summary>
/// <param name="AcknowledgeOnStop">Whether the guest is told that it can use them again when it has named all.</param>
internal sealed record BalloonHinting(bool AcknowledgeOnStop = true);
